using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>The equipment grid of an item. Higher qualities make it larger by their level in both directions.</summary>
internal sealed class EquipmentGrid(GameWorld world, GridPrototype prototype, QualityPrototype quality) : ApiObject
{
    private readonly List<Equipment> _equipment = [];

    public override string ClassName => "LuaEquipmentGrid";

    public override bool IsValid => Item?.Stack?.IsValid == true;

    public override string? SaveName => $"grid/{UniqueId}";

    public GameWorld World => world;

    public GridPrototype Prototype => prototype;

    public int Width => prototype.Width + quality.Level;

    public int Height => prototype.Height + quality.Level;

    /// <summary>New for every grid.</summary>
    public uint UniqueId { get; set; } = world.NextGridId();

    public Item? Item { get; init; }

    public bool InhibitMovementBonus { get; set; }

    /// <summary>All pieces by row, then column.</summary>
    public IReadOnlyList<Equipment> Equipment => _equipment;

    /// <summary>Places a piece; null when it overlaps, sticks out, or there is no room.</summary>
    public Equipment? Put(EquipmentPrototype piece, QualityPrototype pieceQuality, (int X, int Y)? position, bool ghost)
    {
        var place = position ?? FindPlace(piece);
        if (place is not { } at || !Fits(piece, at))
            return null;
        var equipment = new Equipment(this, piece, pieceQuality, at, ghost);
        _equipment.Add(equipment);
        _equipment.Sort(static (left, right) => (left.Position.Y, left.Position.X).CompareTo((right.Position.Y, right.Position.X)));
        Changed();
        return equipment;
    }

    public void Remove(Equipment equipment)
    {
        equipment.Remove();
        _equipment.Remove(equipment);
        Changed();
    }

    public void Clear()
    {
        foreach (var equipment in _equipment)
            equipment.Remove();
        _equipment.Clear();
        Changed();
    }

    public Equipment? At(int x, int y) =>
        _equipment.FirstOrDefault(e => x >= e.Position.X && y >= e.Position.Y && x < e.Position.X + e.Prototype.Width && y < e.Position.Y + e.Prototype.Height);

    /// <summary>Slots that toolbelt equipment adds to the wearer's inventory.</summary>
    public int InventoryBonus =>
        _equipment.Where(e => !e.IsGhost).Sum(e => (int)(e.Prototype.InventorySizeBonus * e.Quality.Multiplier));

    private void Changed() => Item?.Stack?.Changed();

    private bool Fits(EquipmentPrototype piece, (int X, int Y) at) =>
        at.X >= 0 && at.Y >= 0 && at.X + piece.Width <= Width && at.Y + piece.Height <= Height
        && _equipment.All(e => at.X + piece.Width <= e.Position.X || e.Position.X + e.Prototype.Width <= at.X
            || at.Y + piece.Height <= e.Position.Y || e.Position.Y + e.Prototype.Height <= at.Y);

    private (int X, int Y)? FindPlace(EquipmentPrototype piece)
    {
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (Fits(piece, (x, y)))
                    return (x, y);
            }
        }

        return null;
    }
}

using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A piece in an equipment grid, or the ghost of one.</summary>
internal sealed class Equipment : ApiObject
{
    private double _energy;
    private double _shield;
    private bool _removed;

    public Equipment(EquipmentGrid grid, EquipmentPrototype prototype, QualityPrototype quality, (int X, int Y) position, bool isGhost)
    {
        Grid = grid;
        Prototype = prototype;
        Quality = quality;
        Position = position;
        IsGhost = isGhost;
        if (prototype.FuelSlots > 0 && !isGhost)
            Burner = new Burner(grid.World, this);
    }

    public override string ClassName => "LuaEquipment";

    public override bool IsValid => !_removed && Grid.IsValid;

    public EquipmentGrid Grid { get; }

    /// <summary>What it is, or what the ghost stands for.</summary>
    public EquipmentPrototype Prototype { get; }

    public QualityPrototype Quality { get; }

    /// <summary>Top-left cell from 0.</summary>
    public (int X, int Y) Position { get; }

    public bool IsGhost { get; }

    public string Name => IsGhost ? "equipment-ghost" : Prototype.Name;

    public bool ToBeRemoved { get; set; }

    public Burner? Burner { get; }

    public double MaximumEnergy => IsGhost ? 0 : Prototype.EnergyBuffer * Quality.Multiplier;

    /// <summary>Joules, cut at what it can hold.</summary>
    public double Energy
    {
        get => _energy;
        set => _energy = Math.Clamp(value, 0, MaximumEnergy);
    }

    public double MaximumShield => IsGhost ? 0 : Prototype.MaxShield * Quality.Multiplier;

    /// <summary>Shield points, a 32-bit float cut at the maximum.</summary>
    public double Shield
    {
        get => _shield;
        set
        {
            if (MaximumShield == 0)
                throw new ScriptErrorException($"The equipment {Name} has no shield.");
            _shield = (float)Math.Clamp(value, 0, MaximumShield);
        }
    }

    public void Remove() => _removed = true;
}

using System.Text.Json.Nodes;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A stack of items with all that belongs to it.</summary>
internal sealed class Item : ApiObject
{
    private double _health = 1;
    private long _spoilSince;
    private Inventory? _inventory;

    private Item(GameWorld world, ItemPrototype prototype, QualityPrototype quality, int count)
    {
        World = world;
        Prototype = prototype;
        Quality = quality;
        Count = count;
        Number = prototype.HasIdentity ? world.NextItemNumber() : 0;
        Durability = MaximumDurability;
        Ammo = prototype.MagazineSize;
        _spoilSince = world.Tick;
        if (prototype is { IsArmor: true, Grid: { } grid })
            Grid = new EquipmentGrid(world, world.Prototypes.Grids[grid], quality) { Item = this };
        if (prototype.InventorySize > 0)
            _inventory = new Inventory(world, InventoryKind.Item, prototype.InventorySize) { Item = this };
    }

    public override string ClassName => "LuaItem";

    public override bool IsValid => Stack?.Item == this;

    public override string? SaveName => Number == 0 ? null : $"item/{Number}";

    public GameWorld World { get; }

    public ItemPrototype Prototype { get; }

    public QualityPrototype Quality { get; }

    /// <summary>Where it lies, null when nowhere.</summary>
    public ItemStack? Stack { get; set; }

    public int Count { get; set; }

    /// <summary>Identity of items that have one; new for every created or restored item.</summary>
    public ulong Number { get; set; }

    /// <summary>Average health of the stack, a 32-bit float as in the game.</summary>
    public double Health
    {
        get => _health;
        set => _health = (float)Math.Clamp(value, 0.001, 1);
    }

    /// <summary>What is left of the first item, null for items that do not wear.</summary>
    public double? Durability { get; set; }

    public double? MaximumDurability => Prototype.Durability * Quality.DurabilityMultiplier;

    /// <summary>Rounds left in the first magazine, 0 for other items.</summary>
    public int Ammo { get; set; }

    public string? Label { get; set; }

    public Color? LabelColor { get; set; }

    public bool AllowManualLabelChange { get; set; } = true;

    public EquipmentGrid? Grid { get; set; }

    /// <summary>The inner inventory. That of a blueprint book is read from its string when it is first asked for.</summary>
    public Inventory? Inventory => _inventory ??= IsBook ? BookContents.Read(this) : null;

    public bool IsBook => Prototype.Type == "blueprint-book";

    /// <summary>A book whose contents lie in its inventory, not only in its string.</summary>
    public bool IsOpenBook => IsBook && _inventory is not null;

    /// <summary>Which blueprint of a book is selected, from 1.</summary>
    public int ActiveIndex { get; set; } = 1;

    public JsonObject? Tags { get; set; }

    public string CustomDescription { get; set; } = "";

    /// <summary>Colour of the packed vehicle.</summary>
    public Color? EntityColor { get; set; }

    /// <summary>Switches and the name of the packed vehicle by attribute name, such as <c>entity_label</c>; absent ones have their default.</summary>
    public Dictionary<string, object> EntitySettings { get; } = [];

    /// <summary>What a blueprint, book or planner holds, as an export string; null for a blank one.</summary>
    public byte[]? Exported { get; set; }

    /// <summary>The label or the contents were changed since, so that <see cref="Exported"/> has to be written anew.</summary>
    public bool ExportIsStale { get; set; }

    /// <summary>Ticks this stack lasts from fresh to spoiled, 0 if it keeps.</summary>
    public long SpoilTicks => (long)(Prototype.SpoilTicks * Quality.Multiplier);

    /// <summary>0 fresh … 1 spoiled; advances with the map's ticks.</summary>
    public double SpoilPercent
    {
        get => SpoilTicks == 0 ? 0 : Math.Clamp((World.Tick - _spoilSince) / (double)SpoilTicks, 0, 1);
        set => _spoilSince = World.Tick - (long)Math.Round(Math.Clamp(value, 0, 1) * SpoilTicks);
    }

    /// <summary>The tick in which it spoils, 0 if it keeps.</summary>
    public long SpoilTick => SpoilTicks == 0 ? 0 : _spoilSince + SpoilTicks;

    public static Item Create(GameWorld world, ItemPrototype prototype, QualityPrototype quality, int count) =>
        new(world, prototype, quality, Math.Clamp(count, 1, prototype.StackSize));

    /// <summary>Whether the other one can be added to this stack.</summary>
    public bool StacksWith(Item other) =>
        Prototype == other.Prototype && Quality == other.Quality && !Prototype.HasIdentity && Prototype.StackSize > 1
        && Tags is null && other.Tags is null;

    /// <summary>Moves up to <paramref name="count"/> from another stack into this one; answers how many.</summary>
    public int Absorb(Item other, int count)
    {
        var moved = Math.Min(Math.Min(count, other.Count), Prototype.StackSize - Count);
        if (moved <= 0)
            return 0;
        var total = Count + moved;
        Health = ((Health * Count) + (other.Health * moved)) / total;
        if (SpoilTicks > 0)
            SpoilPercent = ((SpoilPercent * Count) + (other.SpoilPercent * moved)) / total;
        // The used-up parts of both first items add up; a whole item used up goes away.
        if (MaximumDurability is { } whole && moved == other.Count)
        {
            var used = (whole - Durability!.Value) + (whole - other.Durability!.Value);
            if (used >= whole && total > 1)
            {
                used -= whole;
                total--;
            }

            Durability = whole - used;
        }

        if (Prototype.MagazineSize > 0 && moved == other.Count)
        {
            var used = (Prototype.MagazineSize - Ammo) + (Prototype.MagazineSize - other.Ammo);
            if (used >= Prototype.MagazineSize && total > 1)
            {
                used -= Prototype.MagazineSize;
                total--;
            }

            Ammo = Prototype.MagazineSize - used;
        }

        Count = total;
        other.Count -= moved;
        return moved;
    }

    /// <summary>Takes some off into a stack of their own, as new items with the same attributes.</summary>
    public Item Split(int count)
    {
        var part = Create(World, Prototype, Quality, count);
        part.Health = Health;
        part._spoilSince = _spoilSince;
        if (count >= Count)
        {
            part.Durability = Durability;
            part.Ammo = Ammo;
        }

        Count -= part.Count;
        return part;
    }
}

using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A body with its inventories.</summary>
internal sealed class Character : Entity
{
    private bool _updating;
    private Force _force;

    public Character(GameWorld world, Force force, Surface surface, Position position, QualityPrototype quality, string name = "character")
        : base(world, surface, position)
    {
        EntityName = name;
        Quality = quality;
        _force = force;
        Main = new Inventory(world, InventoryKind.Main, world.Prototypes.MainInventorySize) { Character = this };
        Guns = new Inventory(world, InventoryKind.Guns, world.Prototypes.GunSlots) { Character = this };
        Ammo = new Inventory(world, InventoryKind.Ammo, world.Prototypes.AmmoSlots) { Character = this };
        Armor = new Inventory(world, InventoryKind.Armor, 1) { Character = this };
        Trash = new Inventory(world, InventoryKind.Trash, 0) { Character = this };
        Logistics = new LogisticPoint(this);
        Crafting = new CraftingQueue(this);
        UpdateSizes();
        Health = MaximumHealth;
    }

    /// <summary>The body of a player who is away is not on the map: nobody can reach it.</summary>
    public override bool IsValid => !Gone && (Player is null || Player.Connected);

    public override string EntityName { get; }

    public override string EntityType => "character";

    /// <summary>The vehicle, hub or pod that it sits in.</summary>
    public Vehicle? Seat { get; set; }

    public QualityPrototype Quality { get; }

    /// <summary>Who plays it, null for a body without a player.</summary>
    public Player? Player { get; set; }

    public Inventory Main { get; }

    public Inventory Guns { get; }

    public Inventory Ammo { get; }

    public Inventory Armor { get; }

    public Inventory Trash { get; }

    public LogisticPoint Logistics { get; }

    public CraftingQueue Crafting { get; }

    /// <summary>Bonuses of this body by attribute name, such as <c>character_health_bonus</c>; absent ones are 0.</summary>
    public Dictionary<string, double> Bonuses { get; } = [];

    public List<string> AdditionalMiningCategories { get; } = [];

    public long TickOfLastAttack { get; set; }

    public long TickOfLastDamage { get; set; }

    public int SelectedGunIndex { get; set; } = 1;

    public bool AllowDispatchingRobots { get; set; } = true;

    public bool Flashlight { get; set; } = true;

    public override double MaximumHealth =>
        (World.Prototypes.MaximumHealth * Quality.Multiplier) + Force.HealthBonus + Bonuses.GetValueOrDefault("character_health_bonus");

    public override Character Body => this;

    public override Force Force
    {
        get => _force;
        set
        {
            _force = value;
            UpdateSizes();
        }
    }

    public override ItemStack? CursorStack => Player?.CursorStack;

    public IEnumerable<Inventory> Inventories => [Main, Guns, Ammo, Armor, Trash];

    public override Inventory? FindInventory(string name) => name switch
    {
        "character_main" => Main,
        "character_guns" => Guns,
        "character_ammo" => Ammo,
        "character_armor" => Armor,
        "character_trash" => Trash,
        _ => null,
    };

    /// <summary>Makes main and trash as large as bonuses, research and armour say; what no longer fits is spilled.</summary>
    public void UpdateSizes()
    {
        // Spilling changes slots, which asks for this again.
        if (_updating || Gone)
            return;
        _updating = true;
        var armor = Armor[1].Item;
        var worn = armor is null ? 0 : (int)(armor.Prototype.InventorySizeBonus * armor.Quality.Multiplier) + (armor.Grid?.InventoryBonus ?? 0);
        var main = World.Prototypes.MainInventorySize + (int)Bonuses.GetValueOrDefault("character_inventory_slots_bonus") + Force.InventorySlotsBonus + worn;
        var trash = Force.TrashSlots + (int)Bonuses.GetValueOrDefault("character_trash_slot_count_bonus");
        var overflow = Trash.Size == Math.Max(0, trash) ? [] : Trash.Resize(Math.Max(0, trash));
        if (Main.Size != Math.Max(0, main))
            overflow = [.. overflow, .. Main.Resize(Math.Max(0, main))];
        foreach (var item in overflow)
        {
            Main.Insert(item);
            if (item is { Stack: null, Count: > 0 })
                Trash.Insert(item);
            if (item is { Stack: null, Count: > 0 })
                World.Spill(item, Player);
        }

        _updating = false;
    }

    public override void Destroy()
    {
        Gone = true;
        Seat?.Leave(this, raise: false);
        if (Player is { } player)
            player.BodyLost();
        World.Forget(this);
    }
}

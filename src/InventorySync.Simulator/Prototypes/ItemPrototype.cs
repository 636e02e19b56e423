namespace InventorySync.Simulator.Prototypes;

/// <summary>A kind of item.</summary>
internal sealed class ItemPrototype(string name, string type, int stackSize) : Prototype(name)
{
    private static readonly HashSet<string> ToolTypes = ["tool", "repair-tool", "armor"];
    private static readonly HashSet<string> ExportTypes =
        ["blueprint", "blueprint-book", "upgrade-item", "deconstruction-item", "item-with-tags"];

    private static readonly HashSet<string> LabelTypes =
    [
        "item-with-label", "item-with-inventory", "item-with-tags", "item-with-entity-data", "blueprint", "blueprint-book",
        "upgrade-item", "deconstruction-item", "selection-tool", "copy-paste-tool", "spidertron-remote",
    ];

    public override string ClassName => "LuaItemPrototype";

    public string Type => type;

    public int StackSize => stackSize;

    public int MagazineSize => (int)Number("magazine_size", 0);

    /// <summary>Durability of a new one of normal quality, null for items that have none or never wear.</summary>
    public double? Durability => Facts.ContainsKey("durability") && !IsInfinite ? Number("durability", 0) : null;

    public bool IsInfinite => Facts.ContainsKey("infinite");

    /// <summary>Ticks until one of normal quality spoils, 0 if it never does.</summary>
    public long SpoilTicks => (long)Number("spoil_ticks", 0);

    public string? SpoilResult => Text("spoil_result");

    public int InventorySizeBonus => (int)Number("inventory_size_bonus", 0);

    /// <summary>Equipment grid of an armour, null for others.</summary>
    public string? Grid => Text("grid");

    public GridPrototype? GridPrototype { get; set; }

    /// <summary>Grid of the entity that a packed vehicle becomes.</summary>
    public string? EntityGrid => Text("entity_grid");

    public string? PlaceResult => Text("place_result");

    public string? PlaceAsEquipmentResult => Text("place_as_equipment_result");

    public double FuelValue => Number("fuel_value", 0);

    public string? FuelCategory => Text("fuel_category");

    public string? BurntResult => Text("burnt_result");

    /// <summary>Slots of an item with inventory, 0 for others; a blueprint book grows as needed.</summary>
    public int InventorySize => type == "blueprint-book" ? 0 : (int)Number("inventory_size", 0);

    public bool IsAmmo => type == "ammo";

    public bool IsArmor => type == "armor";

    /// <summary>Tools in the widest sense: armour and repair packs are tools, too.</summary>
    public bool IsTool => ToolTypes.Contains(type);

    public bool CanBeExported => ExportTypes.Contains(type);

    /// <summary>Kinds that may carry a label; those with an inventory or tags are such kinds by inheritance.</summary>
    public bool CanHaveLabel => LabelTypes.Contains(type) && type != "item-with-entity-data";

    /// <summary>Kinds whose items are told apart by a number, and never stack.</summary>
    public bool HasIdentity => CanHaveLabel || type is "item-with-entity-data" or "armor" || InventorySize > 0;
}

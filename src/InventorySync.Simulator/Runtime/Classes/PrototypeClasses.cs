using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>The global <c>prototypes</c> and the prototypes it leads to.</summary>
internal static class PrototypeClasses
{
    public static ApiClass<Prototype> DefineBase() => new ApiClass<Prototype>("LuaPrototypeBase")
        .Read("name", p => p.Name)
        .Read("hidden", p => p.Facts.ContainsKey("hidden"))
        .Read("localised_name", p => new LuaTable([$"{p.ClassName[3..^9].ToLowerInvariant()}-name.{p.Name}"]))
        .Read("type", p => p switch
        {
            ItemPrototype item => item.Type,
            EquipmentPrototype equipment => equipment.Type,
            RecipePrototype => "recipe",
            QualityPrototype => "quality",
            ShortcutPrototype => "shortcut",
            EntityPrototype entity => entity.Type,
            SpaceLocationPrototype => "space-location",
            _ => "equipment-grid",
        });

    public static IEnumerable<ApiClass> Define(ApiClass parent) =>
        [DefineRoot(), DefineItem(parent), DefineEquipment(parent), DefineQuality(parent), DefineRecipe(parent), DefineShortcut(parent), DefineGrid(parent),
         new ApiClass<EntityPrototype>("LuaEntityPrototype", parent), new ApiClass<SpaceLocationPrototype>("LuaSpaceLocationPrototype", parent)];

    public static LuaTable Amounts(IEnumerable<(string Name, int Count)> amounts) => new(amounts.Select(amount =>
        (object?)new LuaTable { ["type"] = "item", ["name"] = amount.Name, ["amount"] = amount.Count }));

    private static ApiClass<GlobalObject> DefineRoot() => new ApiClass<GlobalObject>("LuaPrototypes")
        .Read("item", p => CustomTable.Of(Set(p).Items))
        .Read("equipment", p => CustomTable.Of(Set(p).Equipment))
        .Read("equipment_grid", p => CustomTable.Of(Set(p).Grids))
        .Read("quality", p => CustomTable.Of(Set(p).Qualities))
        .Read("recipe", p => CustomTable.Of(Set(p).Recipes))
        .Read("shortcut", p => CustomTable.Of(Set(p).ShortcutSet))
        .Read("entity", p => CustomTable.Of(Set(p).Entities))
        .Read("space_location", p => CustomTable.Of(Set(p).SpaceLocations));

    private static ApiClass<ItemPrototype> DefineItem(ApiClass parent) => new ApiClass<ItemPrototype>("LuaItemPrototype", parent)
        .Read("stack_size", p => p.StackSize)
        .Read("stackable", p => p.StackSize > 1)
        .Read("magazine_size", p => p.IsAmmo ? p.MagazineSize : null)
        .Read("infinite", p => p.IsTool ? p.IsInfinite : null)
        .Read("inventory_size", p => p.InventorySize > 0 ? p.InventorySize : null)
        .Read("equipment_grid", p => p.GridPrototype)
        .Read("fuel_value", p => p.FuelValue)
        .Read("fuel_category", p => p.FuelCategory)
        .Method("get_durability", "quality?", (p, a) => p.Durability * Quality(p, a).DurabilityMultiplier)
        .Method("get_spoil_ticks", "quality?", (p, a) => p.SpoilTicks == 0 ? 0 : (long)(p.SpoilTicks * Quality(p, a).Multiplier))
        .Method("get_inventory_size_bonus", "quality?", (p, a) => p.IsArmor ? (int)(p.InventorySizeBonus * Quality(p, a).Multiplier) : null)
        .Method("has_flag", "flag", (p, a) => a.Text("flag") == "not-stackable" && p.StackSize == 1);

    private static ApiClass<EquipmentPrototype> DefineEquipment(ApiClass parent) => new ApiClass<EquipmentPrototype>("LuaEquipmentPrototype", parent)
        .Read("shape", p => new LuaTable { ["width"] = p.Width, ["height"] = p.Height })
        .Method("get_shield", "quality?", (p, a) => p.MaxShield * Quality(p, a).Multiplier)
        .Method("get_inventory_bonus", "quality?", (p, a) => (int)(p.InventorySizeBonus * Quality(p, a).Multiplier))
        .Method("get_movement_bonus", "quality?", (p, a) => p.MovementBonus * Quality(p, a).Multiplier);

    private static ApiClass<QualityPrototype> DefineQuality(ApiClass parent) => new ApiClass<QualityPrototype>("LuaQualityPrototype", parent)
        .Read("level", p => p.Level)
        .Read("default_multiplier", p => p.Multiplier)
        .Read("tool_durability_multiplier", p => p.DurabilityMultiplier)
        .Read("inventory_size_multiplier", p => p.Multiplier)
        .Read("equipment_grid_width_bonus", p => p.Level)
        .Read("equipment_grid_height_bonus", p => p.Level);

    private static ApiClass<RecipePrototype> DefineRecipe(ApiClass parent) => new ApiClass<RecipePrototype>("LuaRecipePrototype", parent)
        .Read("category", p => p.Category)
        .Read("energy", p => p.Energy)
        .Read("enabled", p => p.Enabled)
        .Read("ingredients", p => Amounts(p.Ingredients))
        .Read("products", p => Amounts(p.Results));

    private static ApiClass<ShortcutPrototype> DefineShortcut(ApiClass parent) => new ApiClass<ShortcutPrototype>("LuaShortcutPrototype", parent)
        .Read("toggleable", p => p.Toggleable)
        .Read("action", p => p.Action);

    private static ApiClass<GridPrototype> DefineGrid(ApiClass parent) => new ApiClass<GridPrototype>("LuaEquipmentGridPrototype", parent)
        .Read("width", p => p.Width)
        .Read("height", p => p.Height);

    private static PrototypeSet Set(GlobalObject prototypes) => prototypes.Runtime.World.Prototypes;

    private static QualityPrototype Quality(Prototype prototype, Arguments arguments) => arguments["quality"] switch
    {
        null => new QualityPrototype("normal", 0, null),
        QualityPrototype quality => quality,
        _ => Levels.TryGetValue(arguments.Text("quality"), out var level)
            ? new QualityPrototype(arguments.Text("quality"), level, null)
            : throw new ScriptErrorException($"Unknown quality name: {arguments.Text("quality")} for {prototype.Name}"),
    };

    private static readonly Dictionary<string, int> Levels = new()
    {
        ["normal"] = 0,
        ["uncommon"] = 1,
        ["rare"] = 2,
        ["epic"] = 3,
        ["legendary"] = 5,
        ["quality-unknown"] = 0,
    };
}

using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>Items as scripts name them: text, a table with attributes, or another stack.</summary>
internal static class ItemSpecification
{
    private static readonly HashSet<string> Fields =
        ["name", "count", "quality", "health", "durability", "ammo", "tags", "custom_description", "spoil_percent"];

    /// <summary>A fresh item as specified. Counts above the stack size are cut; a name alone means a full stack.</summary>
    /// <exception cref="ScriptErrorException">Unknown item or quality, or a value of the wrong kind.</exception>
    public static Item Create(GameWorld world, object? value, string what)
    {
        if (value is ItemStack or Item)
            return Copy(value is ItemStack stack ? stack.Present : (Item)value);
        if (value is string name)
            return Item.Create(world, FindItem(world, name), world.Prototypes.Normal, int.MaxValue);
        var table = Values.Table(value, what);
        foreach (var (key, _) in table)
        {
            if (key is not string field || !Fields.Contains(field))
                throw new ScriptErrorException($"{what}: an item has no field {key}.");
        }

        var prototype = FindItem(world, NameOf(table["name"], $"{what}.name"));
        var item = Item.Create(world, prototype, FindQuality(world, table["quality"]), table["count"] is null ? 1 : Values.Integer(table["count"], $"{what}.count"));
        if (table["health"] is { } health)
            item.Health = Values.Number(health, $"{what}.health");
        if (table["durability"] is { } durability && item.MaximumDurability is { } whole)
            item.Durability = Math.Clamp(Values.Number(durability, $"{what}.durability"), 0, whole);
        if (table["ammo"] is { } ammo && prototype.IsAmmo)
            item.Ammo = Math.Clamp(Values.Integer(ammo, $"{what}.ammo"), 1, prototype.MagazineSize);
        if (table["spoil_percent"] is { } spoiled)
            item.SpoilPercent = Values.Number(spoiled, $"{what}.spoil_percent");
        if (table["tags"] is { } tags && prototype.Type == "item-with-tags")
            item.Tags = LuaJson.ToJson(Values.Table(tags, $"{what}.tags")) as System.Text.Json.Nodes.JsonObject;
        if (table["custom_description"] is { } description && prototype.Type == "item-with-tags")
            item.CustomDescription = Values.Text(description, $"{what}.custom_description");
        return item;
    }

    /// <summary>The count a specification asks for, which may be above the stack size.</summary>
    public static int CountOf(GameWorld world, object? value, string what) => value switch
    {
        string name => FindItem(world, name).StackSize,
        ItemStack stack => stack.Present.Count,
        Item item => item.Count,
        _ => Values.Table(value, what)["count"] is { } count ? Values.Integer(count, $"{what}.count") : 1,
    };

    public static ItemPrototype FindItem(GameWorld world, string name) =>
        world.Prototypes.Items.TryGetValue(name, out var prototype) ? prototype : throw new ScriptErrorException($"Unknown item name: {name}");

    /// <summary>A quality by name or prototype; normal when absent.</summary>
    public static QualityPrototype FindQuality(GameWorld world, object? value)
    {
        if (value is null)
            return world.Prototypes.Normal;
        if (value is QualityPrototype quality)
            return quality;
        var name = Values.Text(value, "quality");
        return world.Prototypes.Qualities.TryGetValue(name, out var found) ? found : throw new ScriptErrorException($"Unknown quality name: {name}");
    }

    /// <summary>A name given as text or as prototype.</summary>
    public static string NameOf(object? value, string what) => value is Prototype prototype ? prototype.Name : Values.Text(value, what);

    /// <summary>Item name and quality of an item filter: text, a prototype, or a table.</summary>
    public static (string? Name, QualityPrototype? Quality, LuaTable? Table) Identify(GameWorld world, object? value, string what)
    {
        if (value is not LuaTable table)
            return (FindItem(world, NameOf(value, what)).Name, null, null);
        var name = table["name"] is { } given ? FindItem(world, NameOf(given, $"{what}.name")).Name : null;
        return (name, table["quality"] is { } quality ? FindQuality(world, quality) : null, table);
    }

    /// <summary>A copy with all attributes; a new item with a new number.</summary>
    private static Item Copy(Item original) => ItemForm.Read(original.World, ItemForm.Write(original, saved: true));
}

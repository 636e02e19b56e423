using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>Requests of a packed vehicle (the API's concepts LogisticSections and BlueprintLogisticFilter).</summary>
internal static class PackedRequests
{
    private static readonly HashSet<string> OfAll = ["sections", "trash_not_requested"];
    private static readonly HashSet<string> OfSection = ["index", "filters", "group", "multiplier", "active"];
    private static readonly HashSet<string> OfFilter =
        ["index", "type", "name", "quality", "comparator", "count", "max_count", "minimum_delivery_count", "import_from", "request_from"];

    /// <summary>The requests as they are kept and read back.</summary>
    /// <exception cref="ScriptErrorException">An unknown field, item, quality or comparator.</exception>
    public static LuaTable Read(GameWorld world, object? value)
    {
        var all = Known(value, OfAll, "entity_logistic_sections");
        var sections = (all["sections"] as LuaTable)?.Items.Select(section => (object?)ReadSection(world, section)) ?? [];
        var result = new LuaTable { ["sections"] = new LuaTable(sections) };
        if (all["trash_not_requested"] is { } trash)
            result["trash_not_requested"] = Values.Boolean(trash, "trash_not_requested");
        return result;
    }

    public static LuaTable Copy(LuaTable value) => (LuaTable)LuaJson.FromJson(LuaJson.ToJson(value))!;

    private static LuaTable ReadSection(GameWorld world, object? value)
    {
        var section = Known(value, OfSection, "section");
        var filters = (section["filters"] as LuaTable)?.Items.Select(filter => (object?)ReadFilter(world, filter)) ?? [];
        var result = new LuaTable { ["index"] = (double)Values.Integer(section["index"], "section.index"), ["filters"] = new LuaTable(filters) };
        if (section["group"] is { } group)
            result["group"] = Values.Text(group, "section.group");
        if (section["multiplier"] is { } multiplier)
            result["multiplier"] = (double)(float)Values.Number(multiplier, "section.multiplier");
        if (section["active"] is { } active)
            result["active"] = Values.Boolean(active, "section.active");
        return result;
    }

    private static LuaTable ReadFilter(GameWorld world, object? value)
    {
        var filter = Known(value, OfFilter, "filter");
        var result = new LuaTable { ["index"] = (double)Values.Integer(filter["index"], "filter.index"), ["count"] = (double)Values.Integer(filter["count"], "filter.count") };
        if (filter["type"] is { } type)
            result["type"] = Values.Text(type, "filter.type");
        if (filter["name"] is { } name)
            result["name"] = filter["type"] is null or "item" ? ItemSpecification.FindItem(world, Values.Text(name, "filter.name")).Name : name;
        if (filter["quality"] is { } quality)
            result["quality"] = ItemSpecification.FindQuality(world, quality).Name;
        if (filter["comparator"] is { } comparator)
            result["comparator"] = Filter.Canonical(Values.Text(comparator, "filter.comparator"));
        foreach (var amount in (string[])["max_count", "minimum_delivery_count"])
        {
            if (filter[amount] is { } number)
                result[amount] = Values.Number(number, amount);
        }

        if (filter["import_from"] is { } place)
            result["import_from"] = Values.Text(place, "filter.import_from");
        // Newer than 2.0, which takes no notice of it.
        if (filter["request_from"] is { } from && world.Facts.Version != "2.0")
            result["request_from"] = from;
        return result;
    }

    private static LuaTable Known(object? value, HashSet<string> fields, string what)
    {
        var table = Values.Table(value, what);
        foreach (var (key, _) in table)
        {
            if (key is not string field || !fields.Contains(field))
                throw new ScriptErrorException($"{what}: there is no field {key}.");
        }

        return table;
    }
}

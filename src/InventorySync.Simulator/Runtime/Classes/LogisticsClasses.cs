using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaLogisticPoint and LuaLogisticSection, for personal logistics.</summary>
internal static class LogisticsClasses
{
    private const int MaximumSections = 100;
    private const int MaximumSlots = 1000;

    public static ApiClass<LogisticPoint> DefinePoint() => new ApiClass<LogisticPoint>("LuaLogisticPoint")
        .Read("owner", p => p.Character)
        .Read("force", p => p.Character.Force)
        .Read("sections", p => new LuaTable(p.AllSections))
        .Read("sections_count", p => p.AllSections.Count)
        .ReadWrite("enabled", p => p.Enabled, (p, value) => p.Enabled = Values.Boolean(value, "enabled"))
        .ReadWrite("trash_not_requested", p => p.TrashNotRequested, (p, value) => p.TrashNotRequested = Values.Boolean(value, "trash_not_requested"))
        .Method("get_section", "section_index", (p, a) => p.AllSections.ElementAtOrDefault(a.Integer("section_index") - 1))
        .Method("add_section", "group?", (p, a) => AddSection(p, a.OptionalText("group") ?? ""))
        .Method("remove_section", "section_index", (p, a) => RemoveSection(p, a.Integer("section_index")));

    public static ApiClass<LogisticSection> DefineSection() => new ApiClass<LogisticSection>("LuaLogisticSection")
        .Read("owner", s => s.Point.Character)
        .Read("index", s => s.Index)
        .Read("is_manual", _ => true)
        .Read("type", s => s.Point.Character.World.Facts.Define("logistic_section_type", "manual"))
        .Read("filters_count", s => s.Slots.Count)
        .ReadWrite("active", s => s.Active, (s, value) => s.Active = Values.Boolean(value, "active"))
        .ReadWrite("multiplier", s => s.Multiplier, (s, value) => s.Multiplier = Math.Max(0, Values.Number(value, "multiplier")))
        .ReadWrite("group", s => s.Group, (s, value) => s.Group = Values.Text(value, "group"))
        .ReadWrite("filters", s => new LuaTable(s.Slots.Select(Table)), (s, value) => SetFilters(s, Values.Table(value, "filters")))
        .Method("get_slot", "slot_index", (s, a) => Table(s.Slots.ElementAtOrDefault(Index(a) - 1)))
        .Method("set_slot", "slot_index, filter", (s, a) => SetSlot(s, Index(a), ReadSlot(s.Point.Character.World, a["filter"])))
        .Method("clear_slot", "slot_index", (s, a) => ClearSlot(s, Index(a)));

    private static LogisticSection? AddSection(LogisticPoint point, string group)
    {
        if (point.AllSections.Count >= MaximumSections)
            return null;
        var section = new LogisticSection(point);
        point.AllSections.Add(section);
        section.Group = group;
        return section;
    }

    private static bool RemoveSection(LogisticPoint point, int index)
    {
        if (index < 1 || index > point.AllSections.Count)
            return false;
        point.AllSections.RemoveAt(index - 1);
        return true;
    }

    private static int Index(Arguments arguments) => arguments.Integer("slot_index") is >= 1 and <= MaximumSlots and var index
        ? index
        : throw new ScriptErrorException($"{arguments.Name}: slot_index must be 1 to {MaximumSlots}.");

    private static object? SetSlot(LogisticSection section, int index, LogisticSlot? slot)
    {
        if (slot is not null)
        {
            var existing = section.Slots.FindIndex(other => other is not null && other.Value == slot.Value && other.Type == slot.Type);
            if (existing >= 0 && existing != index - 1)
                return existing + 1;
        }

        while (section.Slots.Count < index)
            section.Slots.Add(null);
        section.Slots[index - 1] = slot;
        Raise(section, index);
        return null;
    }

    private static object? ClearSlot(LogisticSection section, int index)
    {
        if (index <= section.Slots.Count)
        {
            section.Slots[index - 1] = null;
            while (section.Slots is [.., null])
                section.Slots.RemoveAt(section.Slots.Count - 1);
            Raise(section, index);
        }

        return null;
    }

    private static void SetFilters(LogisticSection section, LuaTable filters)
    {
        var slots = new List<LogisticSlot?>();
        foreach (var (key, value) in filters)
        {
            var index = key is double number && number is >= 1 and <= MaximumSlots ? (int)number : throw new ScriptErrorException($"filters: {key} is no slot number.");
            while (slots.Count < index)
                slots.Add(null);
            slots[index - 1] = ReadSlot(section.Point.Character.World, value);
        }

        section.Slots.Clear();
        section.Slots.AddRange(slots);
    }

    /// <summary>A request as scripts write it.</summary>
    public static LogisticSlot? ReadSlot(GameWorld world, object? value)
    {
        var table = Values.Table(value, "filter");
        if (table["value"] is not { } what)
            return null;
        var signal = what as LuaTable;
        var type = signal?["type"] is { } given ? Values.Text(given, "filter.value.type") : "item";
        var name = ItemSpecification.NameOf(signal is null ? what : signal["name"], "filter.value.name");
        if (type == "item")
            _ = ItemSpecification.FindItem(world, name);
        var quality = ItemSpecification.FindQuality(world, signal?["quality"]).Name;
        var comparator = signal?["comparator"] is { } text ? Filter.Canonical(Values.Text(text, "filter.value.comparator")) : "=";
        var minimum = table["min"] is { } least ? Values.Number(least, "filter.min") : 0;
        if (minimum > 0 && comparator != "=")
            throw new ScriptErrorException("filter: a request with a minimum needs the comparator =.");
        if (table["import_from"] is { } place && !world.Prototypes.SpaceLocations.ContainsKey(ItemSpecification.NameOf(place, "filter.import_from")))
            throw new ScriptErrorException($"Unknown space location: {ItemSpecification.NameOf(place, "filter.import_from")}");
        return new LogisticSlot(
            new Filter(name, quality, comparator),
            type,
            minimum,
            table["max"] is { } most ? Values.Number(most, "filter.max") : null,
            table["import_from"] is { } from ? ItemSpecification.NameOf(from, "filter.import_from") : null,
            table["minimum_delivery_count"] is { } delivery ? Values.Number(delivery, "filter.minimum_delivery_count") : null,
            RequestFrom(world, table["request_from"]));
    }

    private static string? RequestFrom(GameWorld world, object? value)
    {
        // 2.0 does not look at it.
        if (value is null || world.Facts.Version == "2.0")
            return null;
        return Values.Text(value, "filter.request_from") is ("planet" or "platforms" or "all") and var source
            ? source
            : throw new ScriptErrorException($"Unknown source of requests: {value}");
    }

    /// <summary>A request as scripts read it.</summary>
    public static LuaTable Table(LogisticSlot? slot)
    {
        if (slot is null)
            return [];
        var table = new LuaTable
        {
            ["value"] = new LuaTable { ["type"] = slot.Type, ["name"] = slot.Value.Name, ["quality"] = slot.Value.Quality, ["comparator"] = slot.Value.Comparator },
            ["min"] = slot.Minimum,
        };
        if (slot.Maximum is { } maximum)
            table["max"] = maximum;
        if (slot.ImportFrom is { } place)
            table["import_from"] = place;
        if (slot.MinimumDelivery is { } delivery)
            table["minimum_delivery_count"] = delivery;
        if (slot.RequestFrom is { } from)
            table["request_from"] = from;
        return table;
    }

    private static void Raise(LogisticSection section, int index) => section.Point.Character.World.Raise(
        "on_entity_logistic_slot_changed",
        ("entity", section.Point.Character), ("section", section), ("slot_index", index), ("player_index", section.Point.Character.Player?.Index));
}

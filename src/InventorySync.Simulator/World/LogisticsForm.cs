using System.Text.Json.Nodes;

namespace InventorySync.Simulator.World;

/// <summary>Logistic requests as JSON: <c>{enabled, trash_not_requested, sections:[{group, active, multiplier, filters}]}</c>.</summary>
internal static class LogisticsForm
{
    public static JsonObject Write(LogisticPoint point) => new()
    {
        ["enabled"] = point.Enabled,
        ["trash_not_requested"] = point.TrashNotRequested,
        ["sections"] = new JsonArray([.. point.AllSections.Select(section => (JsonNode)new JsonObject
        {
            ["group"] = section.Group,
            ["active"] = section.Active,
            ["multiplier"] = section.Multiplier,
            ["filters"] = WriteSlots(section.Slots),
        })]),
    };

    public static JsonArray WriteSlots(IEnumerable<LogisticSlot?> slots) => new([.. slots.Select(WriteSlot)]);

    public static void Read(LogisticPoint point, JsonObject form)
    {
        point.Enabled = (bool)form["enabled"]!;
        point.TrashNotRequested = (bool)form["trash_not_requested"]!;
        point.AllSections.Clear();
        foreach (var saved in form["sections"]!.AsArray())
        {
            var section = new LogisticSection(point);
            point.AllSections.Add(section);
            section.Slots.AddRange(saved!["filters"]!.AsArray().Select(ReadSlot));
            section.Group = (string)saved["group"]!;
            section.Active = (bool)saved["active"]!;
            section.Multiplier = (double)saved["multiplier"]!;
        }
    }

    public static LogisticSlot? ReadSlot(JsonNode? node)
    {
        if (node?["value"] is not { } value)
            return null;
        return new LogisticSlot(
            new Filter((string?)value["name"], (string?)value["quality"], (string?)value["comparator"]),
            (string?)value["type"] ?? "item",
            (double?)node["min"] ?? 0,
            (double?)node["max"],
            (string?)node["import_from"],
            (double?)node["minimum_delivery_count"],
            (string?)node["request_from"]);
    }

    private static JsonNode? WriteSlot(LogisticSlot? slot)
    {
        if (slot is null)
            return new JsonObject();
        var form = new JsonObject
        {
            ["value"] = new JsonObject { ["type"] = slot.Type, ["name"] = slot.Value.Name, ["quality"] = slot.Value.Quality, ["comparator"] = slot.Value.Comparator },
            ["min"] = slot.Minimum,
        };
        if (slot.Maximum is { } maximum)
            form["max"] = maximum;
        if (slot.ImportFrom is { } place)
            form["import_from"] = place;
        if (slot.MinimumDelivery is { } delivery)
            form["minimum_delivery_count"] = delivery;
        if (slot.RequestFrom is { } from)
            form["request_from"] = from;
        return form;
    }
}

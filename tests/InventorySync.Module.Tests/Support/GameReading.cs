using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Support;

/// <summary>
/// What the simulated game must say a player owns after a document was restored: the document's inventories in the
/// game's own words, made without the module's help.
/// </summary>
internal static class GameReading
{
    /// <summary>Compares a document's inventories with what the operation <c>read</c> gave.</summary>
    public static void AssertHolds(JsonObject document, JsonObject read)
    {
        var inventories = (document["character"]?["inventories"] ?? document["inventories"])!.AsObject();
        var differences = new List<string>();
        foreach (var (name, inventory) in inventories)
        {
            var actual = read["inventories"]![document["controller"]!.GetValue<string>() == "god" ? "god_main" : name]!.AsObject();
            var expected = Inventory(inventory!.AsObject());
            Compare(expected["filters"]!.AsObject(), actual["filters"]!.AsObject(), name + " filter ", differences);
            Compare(expected["slots"]!.AsObject(), actual["slots"]!.AsObject(), name + " slot ", differences);
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    private static void Compare(JsonObject expected, JsonObject actual, string what, List<string> differences)
    {
        foreach (var slot in expected.Select(entry => entry.Key).Union(actual.Select(entry => entry.Key)))
        {
            if (expected[slot] is not { } wanted || actual[slot] is not { } found)
            {
                differences.Add($"{what}{slot}: {(expected[slot] ?? actual[slot])!.ToJsonString()} is only in {(expected[slot] is null ? "the game" : "the document")}");
                continue;
            }

            Forgive(wanted, found);
            differences.AddRange(DocumentComparison.Differences(wanted, found).Select(difference => $"{what}{slot}{difference}"));
        }
    }

    /// <summary>The game does not repeat what is as in a fresh item, and things spoil while being looked at.</summary>
    private static void Forgive(JsonNode wanted, JsonNode found)
    {
        if (wanted is not JsonObject expected || found is not JsonObject actual)
            return;
        foreach (var name in new[] { "ammo", "durability" })
        {
            if (actual[name] is null)
                expected.Remove(name);
        }

        if (expected["spoil_percent"] is null && actual["spoil_percent"]?.GetValue<double>() < 0.001)
            actual.Remove("spoil_percent");
        // The window's own label repeats what is in the string.
        if (expected["export"] is not null)
        {
            foreach (var name in new[] { "label", "label_color", "count", "name", "quality" })
                actual.Remove(name);
        }

        if (expected["inventory"]?["slots"] is JsonObject inside)
        {
            var insideFound = actual["inventory"]!["slots"]!.AsObject();
            foreach (var (slot, item) in inside.ToList())
                Forgive(item!, insideFound[slot] ?? new JsonObject());
        }
    }

    private static JsonObject Inventory(JsonObject inventory)
    {
        var filters = new JsonObject();
        var slots = new JsonObject();
        var last = 0;
        foreach (var entry in (inventory["i"] as JsonArray ?? []).Select(entry => entry!.AsObject()))
        {
            var first = entry["s"]?.GetValue<int>() ?? last + 1;
            last = first + (entry["r"]?.GetValue<int>() ?? 0);
            for (var slot = first; slot <= last; slot++)
            {
                var number = slot.ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (entry["f"] is { } filter)
                    filters[number] = filter.DeepClone();
                if (entry["e"] is { } export)
                    slots[number] = new JsonObject { ["export"] = ExportString.Decode(export.GetValue<string>()) };
                else if (entry["n"] is not null)
                    slots[number] = Item(entry);
            }
        }

        return new JsonObject { ["filters"] = filters, ["slots"] = slots };
    }

    private static JsonObject Item(JsonObject entry)
    {
        var item = new JsonObject { ["name"] = entry["n"]!.DeepClone(), ["count"] = entry["c"]!.DeepClone() };
        foreach (var (from, to) in new[] { ("q", "quality"), ("h", "health"), ("d", "durability"), ("a", "ammo"), ("sp", "spoil_percent") })
        {
            if (entry[from] is { } value)
                item[to] = value.DeepClone();
        }

        if (entry["l"] is JsonObject label)
        {
            if (label["t"] is { } text)
                item["label"] = text.DeepClone();
            if (label["c"] is { } color)
                item["label_color"] = color.DeepClone();
            if (label["a"]?.GetValue<bool>() == false)
                item["allow_manual_label_change"] = false;
        }

        if (entry["g"] is JsonArray { Count: > 0 } grid)
            item["grid"] = new JsonArray([.. grid.Select(piece => (JsonNode)Equipment(piece!.AsObject()))]);
        if (entry["i"] is JsonObject inside)
        {
            item["inventory"] = Inventory(inside);
            if (inside["b"] is { } bar)
                item["inventory"]!["bar"] = bar.DeepClone();
        }

        return item;
    }

    private static JsonObject Equipment(JsonObject entry)
    {
        var piece = new JsonObject { ["name"] = entry["n"]!.DeepClone(), ["position"] = entry["p"]!.DeepClone() };
        foreach (var (from, to) in new[] { ("q", "quality"), ("g", "ghost_name"), ("e", "energy"), ("s", "shield"), ("t", "to_be_removed") })
        {
            if (entry[from] is { } value)
                piece[to] = value.DeepClone();
        }

        return piece;
    }
}

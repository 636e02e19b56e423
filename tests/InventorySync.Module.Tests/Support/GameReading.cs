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
            if (document["ext"]?["hand"] is { } hand && hand["inventory"]!.GetValue<string>() == name)
            {
                // It was taken up again.
                var slot = hand["slot"]!.GetValue<int>().ToString(System.Globalization.CultureInfo.InvariantCulture);
                var held = expected["slots"]![slot]!.DeepClone();
                expected["slots"]!.AsObject().Remove(slot);
                Compare(new JsonObject { ["1"] = held }, new JsonObject { ["1"] = read["cursor"]?.DeepClone() }, "hand ", differences);
            }

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

        // The window's own label repeats what is in the string, and so do tags.
        if (expected["export"] is not null)
        {
            foreach (var name in new[] { "label", "label_color", "count", "name", "quality", "tags", "custom_description" })
                actual.Remove(name);
        }

        // A key of its own in the document says so of what is worn.
        actual.Remove("inhibit_movement_bonus");
        foreach (var name in new[] { "inventory", "burnt_result_inventory" })
            ForgiveInside(expected, actual, name);
        foreach (var (piece, index) in (expected["grid"] as JsonArray ?? []).Select((piece, index) => (piece!.AsObject(), index)))
        {
            var burner = actual["grid"]?[index]?["burner"]?.AsObject();
            if (burner is null)
                continue;
            if (piece["burner"] is null && burner["currently_burning"] is null && burner["heat"]!.GetValue<double>() == 0)
                piece["burner"] = Burner([]);
            Forgive(piece["burner"] ?? new JsonObject(), burner);
        }
    }

    private static void ForgiveInside(JsonObject expected, JsonObject actual, string name)
    {
        if (expected[name] is not JsonObject inside)
            return;
        var found = actual[name] as JsonObject;
        if (found is null && inside["slots"]!.AsObject().Count == 0 && inside["filters"]!.AsObject().Count == 0 && inside["bar"] is null)
            expected.Remove(name);
        found?.Remove("size");
        foreach (var (slot, item) in inside["slots"]!.AsObject().ToList())
            Forgive(item!, found?["slots"]?[slot] ?? new JsonObject());
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
                    slots[number] = new JsonObject { ["export"] = WithoutUnknown(ExportString.Decode(export.GetValue<string>())!) };
                else if (entry["n"] is not null)
                    slots[number] = Item(entry);
            }
        }

        return new JsonObject { ["filters"] = filters, ["slots"] = slots };
    }

    /// <summary>The game drops entities that it does not know (player-data.md §4.7).</summary>
    private static JsonNode WithoutUnknown(JsonNode node)
    {
        if (node is JsonArray list)
        {
            list.RemoveAll(item => item is JsonObject entity && entity["entity_number"] is not null && entity["name"]!.GetValue<string>().StartsWith("unknown-", StringComparison.Ordinal));
            foreach (var item in list.OfType<JsonNode>())
                WithoutUnknown(item);
        }
        else if (node is JsonObject form)
        {
            foreach (var (_, child) in form)
            {
                if (child is not null)
                    WithoutUnknown(child);
            }
        }

        return node;
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

        if (new[] { "i", "r", "b", "h" }.Any(name => entry[name] is not null))
            piece["burner"] = Burner(entry);
        return piece;
    }

    private static JsonObject Burner(JsonObject entry) => new()
    {
        ["currently_burning"] = entry["b"] is not { } fuel ? null : new JsonObject { ["name"] = fuel.DeepClone(), ["quality"] = entry["bq"]?.DeepClone() ?? "normal" },
        ["remaining_burning_fuel"] = entry["f"]?.DeepClone() ?? 0,
        ["heat"] = entry["h"]?.DeepClone() ?? 0,
        ["inventory"] = Inventory(entry["i"]?.AsObject() ?? []),
        ["burnt_result_inventory"] = Inventory(entry["r"]?.AsObject() ?? []),
    };
}

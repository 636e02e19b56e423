using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InventorySync.EndToEnd.Tests;

/// <summary>Brings player documents into one form in which equal belongings are equal JSON (player-data §1, §2.3).</summary>
internal static class PlayerDocuments
{
    /// <summary>
    /// Expands runs to slots, filters of 1.1 to objects, empty lists to empty objects, and leaves out what every upload changes:
    /// the generation, the revision and the notes in <c>ext</c>, except what was set aside.
    /// </summary>
    public static JsonObject Normalise(JsonObject document)
    {
        var result = Copy(document).AsObject();
        result.Remove("generation");
        result.Remove("revision");
        result.Remove("ext");
        // What a named group asks for belongs to each server, and these are shared by all the tests.
        foreach (var section in Elements(result["personal_logistic_slots"]?["sections"]).Where(section => (string?)section["group"] is { Length: > 0 }))
            section.Remove("filters");

        foreach (var owner in new[] { result, result["character"] as JsonObject })
        {
            if (owner?["inventories"] is not JsonObject inventories)
                continue;
            foreach (var name in inventories.Select(inventory => inventory.Key).ToList())
                inventories[name] = Expand(inventories[name]!.AsObject());
        }

        return Plain(result)!.AsObject();
    }

    private static readonly HashSet<string> Settings = ["quick_bar", "personal_logistic_slots"];

    /// <summary>Slot → entry, without <c>s</c> and <c>r</c>, and the bar.</summary>
    public static JsonObject Expand(JsonObject inventory)
    {
        var slots = new JsonObject();
        var last = 0;
        foreach (var entry in Elements(inventory["i"]))
        {
            var first = entry["s"]?.GetValue<int>() ?? last + 1;
            last = first + (entry["r"]?.GetValue<int>() ?? 0);
            for (var slot = first; slot <= last; slot++)
            {
                var single = Copy(entry).AsObject();
                single.Remove("s");
                single.Remove("r");
                if (single["f"] is JsonValue filter)
                    single["f"] = new JsonObject { ["name"] = filter.GetValue<string>(), ["quality"] = "normal", ["comparator"] = "=" };
                if (single["i"] is JsonObject inner)
                    single["i"] = Expand(inner);
                if (single["g"] is { } grid)
                    single["g"] = Grid(grid);
                slots[slot.ToString(System.Globalization.CultureInfo.InvariantCulture)] = single;
            }
        }

        var expanded = new JsonObject { ["slots"] = slots };
        if (inventory["b"] is { } bar)
            expanded["bar"] = Copy(bar);
        return expanded;
    }

    /// <summary>Items and equipment by name and quality, with how many there are, wherever they are: inventories, grids, set aside.</summary>
    public static IReadOnlyDictionary<string, long> Totals(JsonObject document)
    {
        var totals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        Count(document["character"]?["inventories"]);
        Count(document["inventories"]);
        // Slots of the quick bar and requests are no items.
        foreach (var kept in Elements(document["ext"]?["kept"]).Where(kept => !Settings.Contains(((string)kept["path"]!).Split('/')[0])))
            Count(kept);
        return totals;

        void Count(JsonNode? node)
        {
            if (node is JsonArray array)
            {
                foreach (var element in array)
                    Count(element);
            }
            else if (node is JsonObject members)
            {
                if (members["n"] is JsonValue name)
                {
                    var key = $"{name} {members["q"] ?? "normal"}";
                    totals[key] = totals.GetValueOrDefault(key) + ((members["c"]?.GetValue<long>() ?? 1) * ((members["r"]?.GetValue<long>() ?? 0) + 1));
                }
                foreach (var (_, member) in members)
                    Count(member);
            }
        }
    }

    /// <summary>Every path at which the two differ, numbers compared as the 32-bit floats that the game keeps.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? expected, JsonNode? actual)
    {
        var found = new List<string>();
        Compare("", expected, actual, found);
        return found;
    }

    // Documents of 1.1 have no quality on equipment; on 2.x it is always written (player-data §2.4.1).
    private static JsonArray Grid(JsonNode grid)
    {
        var pieces = new JsonArray();
        foreach (var piece in Elements(grid))
        {
            var copy = Copy(piece).AsObject();
            copy["q"] ??= "normal";
            pieces.Add(copy);
        }
        return pieces;
    }

    private static void Compare(string path, JsonNode? expected, JsonNode? actual, List<string> found)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
                {
                    // Other writers leave them out; every visit adds them, where nothing is asked for too.
                    if (path.Length == 0 && left[name] is null
                        && (name == "recipe_notifications" || (name == "personal_logistic_slots" && !Elements(right[name]!["sections"]).Any())))
                        continue;
                    if (name == "sp")
                        CompareSpoilage($"{path}/{name}", left[name], right[name], found);
                    else
                        Compare($"{path}/{name}", left[name], right[name], found);
                }
                return;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var index = 0; index < left.Count; index++)
                    Compare($"{path}/{index}", left[index], right[index], found);
                return;
            case (JsonValue left, JsonValue right) when left.GetValueKind() == JsonValueKind.Number && right.GetValueKind() == JsonValueKind.Number:
                var (a, b) = (left.GetValue<double>(), right.GetValue<double>());
                if (Math.Abs(a - b) > 1e-6 * Math.Max(1, Math.Abs(a)))
                    found.Add($"{path}: {a} became {b}");
                return;
            // Two games may export one book as different text.
            case (JsonValue left, JsonValue right) when path.EndsWith("/e", StringComparison.Ordinal) && !JsonNode.DeepEquals(left, right):
                Compare($"{path}/export", Exported(left), Exported(right), found);
                return;
            default:
                if (!JsonNode.DeepEquals(expected, actual))
                    found.Add($"{path}: {Show(expected)} became {Show(actual)}");
                return;
        }
    }

    // The game writes its own version into what it exports (player-data §2.12).
    private static JsonNode Exported(JsonValue text)
    {
        using var zlib = new ZLibStream(new MemoryStream(Convert.FromBase64String(text.GetValue<string>()[1..])), CompressionMode.Decompress);
        var exported = JsonSerializer.Deserialize<JsonNode>(zlib)!;
        foreach (var item in Objects(exported).ToList())
            item.Remove("version");
        return exported;
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(member => Objects(member.Value)).Prepend(item),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };

    // Food goes on spoiling on every server; what was carried must not become fresh, nor age by more than a visit.
    private static void CompareSpoilage(string path, JsonNode? expected, JsonNode? actual, List<string> found)
    {
        var (before, after) = (expected?.GetValue<double>() ?? 0, actual?.GetValue<double>() ?? 0);
        if (after < before || after > before + 0.05)
            found.Add($"{path}: {before} became {after}");
    }

    // A list may be an array, or an empty object, since Lua cannot tell (player-data §1.2).
    private static IEnumerable<JsonObject> Elements(JsonNode? list) =>
        list is JsonArray array ? array.OfType<JsonObject>() : [];

    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonArray { Count: 0 } => new JsonObject(),
        JsonArray array => new JsonArray([.. array.Select(Plain)]),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        null => null,
        _ => Copy(node),
    };

    private static JsonNode Copy(JsonNode node) => JsonNode.Parse(node.ToJsonString())!;

    private static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 100 ? text : text[..100] + "…";
    }
}

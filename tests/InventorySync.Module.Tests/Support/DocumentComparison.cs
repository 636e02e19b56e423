using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Support;

/// <summary>Compares two documents attribute by attribute (player-data.md §1 and §2.12).</summary>
internal static class DocumentComparison
{
    /// <summary>Members that differ by their nature.</summary>
    private static readonly HashSet<string> Changing = new(StringComparer.Ordinal) { ".generation", ".revision", ".ext.saved_at", ".ext.instance", ".ext.game_version", ".ext.mods" };

    /// <summary>Members that every visit adds to a document which lacks them.</summary>
    private static readonly HashSet<string> Added = new(StringComparer.Ordinal) { ".recipe_notifications", ".ext.version" };

    /// <summary>Lists what differs.</summary>
    /// <returns>Paths and values that differ; empty when the documents are equal.</returns>
    public static IReadOnlyList<string> Differences(JsonNode expected, JsonNode actual)
    {
        var differences = new List<string>();
        Compare(expected, actual, "", differences);
        if (expected["ext"] is null && actual["ext"] is { } ext)
            Compare(new JsonObject(), ext, ".ext", differences);
        return differences;
    }

    public static void AssertEqual(JsonNode expected, JsonNode actual)
    {
        var differences = Differences(expected, actual);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    private static void Compare(JsonNode? expected, JsonNode? actual, string path, List<string> differences)
    {
        if ((IsEmpty(expected) && IsEmpty(actual)) || (path == ".ext" && expected is null))
            return;
        switch (expected, actual)
        {
            case (JsonObject a, JsonObject b):
                foreach (var name in a.Select(member => member.Key).Union(b.Select(member => member.Key)))
                {
                    if (Changing.Contains($"{path}.{name}") || (a[name] is null && Added.Contains($"{path}.{name}")))
                        continue;
                    // One who never had requests is said to have none where they are researched.
                    if (path.Length == 0 && name == "personal_logistic_slots" && a[name] is null && IsEmpty(b[name]!["sections"]))
                        continue;
                    // A book that was built blueprint by blueprint was exported by this game.
                    if (name == "version" && IsExport(path))
                        continue;
                    if (name is "sp" or "spoil_percent" && HasSpoiledABit(a[name], b[name]))
                        continue;
                    if (name == "crafting_queue_progress" && HasWorkedABit(a[name], b[name]))
                        continue;
                    Compare(a[name], b[name], path + "." + name, differences);
                }

                break;
            // Ingredients of a crafting queue have no order.
            case (JsonArray a, JsonArray b) when path.EndsWith(".crafting_queue.ingredients", StringComparison.Ordinal):
                Compare(ByName(a), ByName(b), path, differences);
                break;
            case (JsonArray a, JsonArray b):
                for (var i = 0; i < Math.Max(a.Count, b.Count); i++)
                    Compare(i < a.Count ? a[i] : null, i < b.Count ? b[i] : null, $"{path}[{i}]", differences);
                break;
            case (JsonValue a, JsonValue b) when a.TryGetValue<double>(out var x) && b.TryGetValue<double>(out var y):
                if (Math.Abs(x - y) > 1e-6 * Math.Max(1, Math.Abs(x)))
                    differences.Add($"{path}: {x} became {y}");
                break;
            // Two games may export one blueprint as different text.
            case (JsonValue a, JsonValue b) when path.EndsWith(".e", StringComparison.Ordinal) && a.TryGetValue<string>(out var x) && b.TryGetValue<string>(out var y):
                if (x != y)
                    Compare(ExportString.Decode(x), ExportString.Decode(y), path, differences);
                break;
            default:
                if (!JsonNode.DeepEquals(expected, actual))
                    differences.Add($"{path}: {Shorten(expected)} became {Shorten(actual)}");
                break;
        }
    }

    /// <summary>What can spoil has been doing so for a few ticks, and the game counts in ticks.</summary>
    private static bool HasSpoiledABit(JsonNode? before, JsonNode? after)
        => (after?.GetValue<double>() ?? 0) - (before?.GetValue<double>() ?? 0) is > -0.0002 and < 0.01;

    private static bool IsExport(string path) =>
        new[] { "blueprint", "blueprint_book", "upgrade_planner", "deconstruction_planner" }.Any(kind => path.EndsWith("." + kind, StringComparison.Ordinal));

    /// <summary>Crafting goes on while the rest of a large document is put into place.</summary>
    private static bool HasWorkedABit(JsonNode? before, JsonNode? after)
        => (after?.GetValue<double>() ?? 0) - (before?.GetValue<double>() ?? 0) is > -1e-6 and < 0.1;

    private static JsonObject ByName(JsonArray ingredients) =>
        new(ingredients.Select(one => KeyValuePair.Create($"{one!["name"]}/{one["quality"]}", (JsonNode?)one.DeepClone())));

    private static bool IsEmpty(JsonNode? node) => node is JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static string Shorten(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length > 100 ? text[..100] + "…" : text;
    }
}

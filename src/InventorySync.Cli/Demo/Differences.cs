using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InventorySync.Cli.Demo;

/// <summary>Compares what a player owns on two servers, as the simulator's <c>read</c> tells it.</summary>
public static class Differences
{
    // Numbers that the game keeps as 32-bit floats come back a little different (player-data §1.6).
    private const double FloatTolerance = 1e-6;

    // Food goes on spoiling while it is carried; a demo lasts minutes, spoiling takes hours.
    private const double SpoilTolerance = 0.02;

    // Where the player stands and is known as belongs to the server, not to the player.
    private static readonly string[] OfTheServer = ["index", "connected", "position", "surface"];

    /// <summary>Every difference as one readable line, by path; empty when the two are equal.</summary>
    public static IReadOnlyList<string> Between(JsonNode? before, JsonNode? after)
    {
        var found = new List<string>();
        Compare("", before, after, found);
        return found;
    }

    /// <summary>How many single values, item attributes included, <paramref name="belongings"/> consists of.</summary>
    public static int CountValues(JsonNode? belongings) => belongings switch
    {
        JsonObject members => members.Where(member => !OfTheServer.Contains(member.Key)).Sum(member => CountValues(member.Value)),
        JsonArray elements => elements.Sum(CountValues),
        null => 0,
        _ => 1,
    };

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<string> found)
    {
        switch (before, after)
        {
            case (null, null):
                return;
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(member => member.Key).Union(right.Select(member => member.Key)).Order(StringComparer.Ordinal))
                {
                    if (path.Length > 0 || !OfTheServer.Contains(name))
                        Compare($"{path}/{name}", left[name], right[name], found);
                }
                return;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var index = 0; index < left.Count; index++)
                    Compare(string.Create(CultureInfo.InvariantCulture, $"{path}/{index}"), left[index], right[index], found);
                return;
            case (JsonValue left, JsonValue right) when AreEqual(path, left, right):
                return;
            default:
                found.Add($"{path}: {Show(before)} became {Show(after)}");
                return;
        }
    }

    private static bool AreEqual(string path, JsonValue left, JsonValue right)
    {
        if (left.GetValueKind() != JsonValueKind.Number || right.GetValueKind() != JsonValueKind.Number)
            return JsonNode.DeepEquals(left, right);

        var (a, b) = (left.GetValue<double>(), right.GetValue<double>());
        return path.EndsWith("/spoil_percent", StringComparison.Ordinal)
            ? Math.Abs(a - b) <= SpoilTolerance
            : Math.Abs(a - b) <= FloatTolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
    }

    private static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}

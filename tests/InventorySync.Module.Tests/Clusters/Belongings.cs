using System.Globalization;
using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Clusters;

/// <summary>Everything in a document added up, wherever it is: in slots, in bags, in grids, in crafts, among the kept.</summary>
internal static class Belongings
{
    /// <summary>Counts by name and quality; equipment counts as its item, a blueprint as <c>export</c>.</summary>
    public static SortedDictionary<string, long> Of(JsonObject document)
    {
        var total = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (_, inventory) in (document["character"]?["inventories"] ?? document["inventories"])!.AsObject())
            AddInventory(inventory!, 1, total);
        foreach (var ingredient in (document["crafting_queue"]?["ingredients"] as JsonArray ?? []).Select(item => item!))
            Add(ingredient["name"]!.GetValue<string>(), ingredient["quality"]?.GetValue<string>(), ingredient["count"]!.GetValue<long>(), total);
        foreach (var kept in (document["ext"]?["kept"] as JsonArray ?? []).Select(item => item!.AsObject()))
            AddKept(kept, total);
        return total;
    }

    /// <summary>Says so in a list when two belongings are not the same.</summary>
    public static void AssertEqual(JsonObject expected, JsonObject actual, params (string Name, long Change)[] trades)
    {
        var wanted = Of(expected);
        foreach (var (name, change) in trades)
        {
            wanted[name] = wanted.GetValueOrDefault(name) + change;
            if (wanted[name] == 0)
                wanted.Remove(name);
        }

        var found = Of(actual);
        var differences = wanted.Keys.Union(found.Keys)
            .Where(name => wanted.GetValueOrDefault(name) != found.GetValueOrDefault(name))
            .Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}: {wanted.GetValueOrDefault(name)} became {found.GetValueOrDefault(name)}"))
            .ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static void AddKept(JsonObject kept, SortedDictionary<string, long> total)
    {
        var path = kept["path"]!.GetValue<string>();
        var entry = kept["entry"]!.AsObject();
        if (path.Split('/')[0] is "quick_bar" or "personal_logistic_slots" or "recipe_notifications")
            return;
        if (path.EndsWith("/g", StringComparison.Ordinal))
            AddPiece(entry, 1, total);
        else if (path is "crafting_queue" && entry["ingredients"] is JsonArray ingredients)
            Array.ForEach([.. ingredients], ingredient => Add(ingredient!["name"]!.GetValue<string>(), null, ingredient["count"]!.GetValue<long>(), total));
        else if (entry["c"] is not null || entry["e"] is not null)
            AddEntry(entry, 1, total);
    }

    private static void AddInventory(JsonNode inventory, long times, SortedDictionary<string, long> total)
    {
        foreach (var entry in (inventory["i"] as JsonArray ?? []).Select(entry => entry!.AsObject()))
            AddEntry(entry, times, total);
    }

    private static void AddEntry(JsonObject entry, long times, SortedDictionary<string, long> total)
    {
        times *= 1 + (entry["r"]?.GetValue<long>() ?? 0);
        if (entry["e"] is not null)
            Add("export", null, times, total);
        if (entry["n"] is null)
            return;
        Add(entry["n"]!.GetValue<string>(), entry["q"]?.GetValue<string>(), entry["c"]!.GetValue<long>() * times, total);
        foreach (var piece in (entry["g"] as JsonArray ?? []).Select(piece => piece!.AsObject()))
            AddPiece(piece, times, total);
        if (entry["i"] is { } inside)
            AddInventory(inside, times, total);
    }

    private static void AddPiece(JsonObject piece, long times, SortedDictionary<string, long> total)
    {
        Add(piece["g"] is { } ghost ? $"ghost of {ghost}" : piece["n"]!.GetValue<string>(), piece["q"]?.GetValue<string>(), times, total);
        foreach (var side in new[] { "i", "r" })
        {
            if (piece[side] is { } inventory)
                AddInventory(inventory, times, total);
        }
    }

    private static void Add(string name, string? quality, long count, SortedDictionary<string, long> total)
    {
        var key = quality is null or "normal" ? name : $"{name} ({quality})";
        total[key] = total.GetValueOrDefault(key) + count;
    }
}

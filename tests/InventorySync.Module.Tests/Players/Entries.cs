using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Players;

/// <summary>The writing rule of player-data.md §2.3, stated once more.</summary>
internal static class Entries
{
    /// <summary>Slots as a list of entries with <c>s</c> and <c>r</c>.</summary>
    /// <param name="slots">Content by slot, from 1; null for an empty slot without a filter.</param>
    public static JsonArray Of(IReadOnlyList<JsonObject?> slots)
    {
        var entries = new JsonArray();
        JsonObject? previous = null;
        JsonObject? content = null;
        for (var slot = 1; slot <= slots.Count; slot++)
        {
            var current = slots[slot - 1];
            if (current is not null && previous is not null && JsonNode.DeepEquals(content, current))
            {
                previous["r"] = (previous["r"]?.GetValue<int>() ?? 0) + 1;
                continue;
            }

            content = current;
            if (current is null)
            {
                previous = null;
                continue;
            }

            var first = slot == 1 || slots[slot - 2] is not null;
            previous = current.DeepClone().AsObject();
            if (!first)
                previous["s"] = slot;
            entries.Add((JsonNode)previous);
        }

        return entries;
    }
}

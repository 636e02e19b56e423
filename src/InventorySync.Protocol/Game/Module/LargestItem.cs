using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>One of the largest items of a document.</summary>
/// <param name="Name">Item name, such as <c>blueprint-book</c>.</param>
/// <param name="Label">What the player wrote on it, or null.</param>
/// <param name="Bytes">Length of its JSON in the document.</param>
public sealed record LargestItem(string Name, string? Label, int Bytes)
{
    /// <summary>How many are told at most.</summary>
    public const int Most = 5;

    private const int MaxDepth = 512;
    private const int MaxNameCharacters = 100;

    /// <summary>The largest items of a document, the largest first; what lies in another item counts as part of that.</summary>
    /// <param name="document">UTF-8 JSON of a player document. What is no JSON has no items.</param>
    /// <param name="atLeastBytes">Smaller ones are left out.</param>
    public static IReadOnlyList<LargestItem> Of(ReadOnlyMemory<byte> document, int atLeastBytes)
    {
        var items = new List<Range>();
        try
        {
            var reader = new Utf8JsonReader(document.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.StartObject || !IsItem(reader))
                    continue;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (reader.BytesConsumed - start >= atLeastBytes)
                    items.Add(start..(int)reader.BytesConsumed);
            }

            return [.. items.OrderByDescending(range => range.End.Value - range.Start.Value).Take(Most).Select(range => Describe(document[range]))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // It is for the module to refuse such a document.
            return [];
        }
    }

    private static bool IsItem(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var mayBe = reader.ValueTextEquals("n"u8) || reader.ValueTextEquals("e"u8);
            reader.Read();
            if (mayBe && reader.TokenType == JsonTokenType.String)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static LargestItem Describe(ReadOnlyMemory<byte> item)
    {
        using var parsed = JsonDocument.Parse(item, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var root = parsed.RootElement;
        if (root.TryGetProperty("n", out var name) && name.ValueKind == JsonValueKind.String)
        {
            var label = root.TryGetProperty("l", out var written) && written.ValueKind == JsonValueKind.Object
                && written.TryGetProperty("t", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            return new LargestItem(Shorten(name.GetString()!)!, Shorten(label), item.Length);
        }

        var export = System.Text.Encoding.UTF8.GetBytes(root.GetProperty("e").GetString()!);
        return new LargestItem(Shorten(ExportText.ReadKind(export)) ?? "?", Shorten(ExportText.ReadLabel(export)), item.Length);
    }

    private static string? Shorten(string? text) => text is null || text.Length <= MaxNameCharacters ? text : text[..MaxNameCharacters] + "…";
}

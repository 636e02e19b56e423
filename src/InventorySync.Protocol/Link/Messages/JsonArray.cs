using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace InventorySync.Protocol.Link.Messages;

/// <summary>Cuts a JSON array into its elements without decoding them.</summary>
internal static class JsonArray
{
    /// <exception cref="LinkRequestException">Not one whole JSON array.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> OfPayload(string subject, ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonMembers.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                throw LinkRequestException.Invalid($"{subject}: must be a JSON array");
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            throw LinkRequestException.Invalid($"{subject}: not well-formed JSON, or nested too deeply");
        }

        return Split(json);
    }

    /// <param name="array">A well-formed array.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> array)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        var reader = JsonMembers.Value(array);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(array[start..(int)reader.BytesConsumed]);
        }

        return elements;
    }

    /// <summary>Decodes an element that should be a string.</summary>
    public static bool TryString(ReadOnlyMemory<byte> element, [NotNullWhen(true)] out string? text)
    {
        var reader = JsonMembers.Value(element);
        text = null;
        if (reader.TokenType != JsonTokenType.String)
            return false;
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Not valid text, such as half of a surrogate pair.
            return false;
        }
    }
}

using System.Text;
using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>
/// A blueprint book taken apart, so that a game can build it one blueprint at a time (docs/module-protocol.md, Opened books). Nothing but
/// slices of the book's JSON: the strings of its blueprints are made when they are asked for.
/// </summary>
internal sealed class OpenedBook
{
    /// <summary>
    /// Export strings below this are imported in one go, which takes no more than a tick's budget. Blueprints in strings of their own take
    /// more bytes than in that of their book, so books are not opened without need.
    /// </summary>
    public const int WorthOpeningBytes = 64 * 1024;

    /// <summary>JSON of this size inside a book packs into a string of about <see cref="WorthOpeningBytes"/>.</summary>
    public const int WorthOpeningJsonBytes = 768 * 1024;

    /// <summary>Empty places between blueprints: each takes time when the book is built.</summary>
    private const int MaxGaps = 200;

    private const string Kind = "blueprint_book";
    private const int MaxDepth = 128;

    private readonly ReadOnlyMemory<byte> _json;
    private readonly List<(Range Body, string Kind)?> _contents;

    private OpenedBook(ReadOnlyMemory<byte> json, List<(Range, string)?> contents, byte[] shell)
    {
        _json = json;
        _contents = contents;
        Shell = shell;
    }

    /// <summary>JSON of the book without its blueprints.</summary>
    public byte[] Shell { get; }

    /// <summary>Number of places: blueprints, planners, inner books and gaps.</summary>
    public int Count => _contents.Count;

    /// <summary>Whether nothing is at a place.</summary>
    public bool IsGap(int position) => _contents[position] is null;

    /// <summary>Opens the book in an export string.</summary>
    /// <param name="export">The whole string.</param>
    /// <param name="allowance">The largest JSON to accept; what was inflated is taken off, also in vain.</param>
    /// <returns>Null when it is no book, too small to be worth it, or anything about it is unexpected: then it stays as it is.</returns>
    public static OpenedBook? TryOpen(ReadOnlySpan<byte> export, ref int allowance)
    {
        if (export.Length <= WorthOpeningBytes || ExportText.ReadKind(export) != "blueprint-book")
            return null;
        var json = ExportText.TryDecode(export, allowance);
        // A string that cannot be read may have been a bomb.
        allowance -= json?.Length ?? allowance;
        return json is { } read ? TryRead(read) : null;
    }

    /// <summary>JSON of a blueprint inside, as a string of its own would have it.</summary>
    public ReadOnlyMemory<byte> JsonOf(int position)
    {
        var (body, kind) = _contents[position]!.Value;
        var slice = _json[body];
        var json = new byte[slice.Length + kind.Length + 5];
        var head = Encoding.ASCII.GetBytes($"{{\"{kind}\":", json);
        slice.Span.CopyTo(json.AsSpan(head));
        json[^1] = (byte)'}';
        return json;
    }

    /// <summary>The book inside at this position, where it is one that is worth opening.</summary>
    public OpenedBook? TryOpenInner(int position)
    {
        var (body, kind) = _contents[position]!.Value;
        var (_, length) = body.GetOffsetAndLength(_json.Length);
        return kind == Kind && length > WorthOpeningJsonBytes ? TryRead(JsonOf(position)) : null;
    }

    private static OpenedBook? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // The game may know what to make of it.
            return null;
        }
    }

    private static OpenedBook? Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        using var shell = new MemoryStream();
        using var writer = new Utf8JsonWriter(shell, new JsonWriterOptions { SkipValidation = true });
        List<(Range, string)?>? contents = null;
        Expect(ref reader, JsonTokenType.StartObject);
        Expect(ref reader, JsonTokenType.PropertyName);
        if (!reader.ValueTextEquals(Kind))
            return null;
        Expect(ref reader, JsonTokenType.StartObject);
        writer.WriteStartObject();
        writer.WriteStartObject(Kind);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("blueprints"u8))
            {
                if (contents is not null || (contents = ReadContents(ref reader)) is null)
                    return null;
                continue;
            }

            writer.WritePropertyName(reader.GetString()!);
            reader.Read();
            writer.WriteRawValue(SliceOf(ref reader, json).Span, skipInputValidation: true);
        }

        Expect(ref reader, JsonTokenType.EndObject);
        if (reader.Read() || contents is not { Count: > 0 })
            return null;
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return new OpenedBook(json, contents, shell.ToArray());
    }

    /// <returns>Null unless each element has one kind and an index above the one before.</returns>
    private static List<(Range, string)?>? ReadContents(ref Utf8JsonReader reader)
    {
        var contents = new List<(Range, string)?>();
        var gaps = 0;
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            (Range, string)? body = null;
            int? index = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name == "index" && index is null)
                {
                    index = reader.GetInt32();
                }
                else if (body is null && name is "blueprint" or Kind or "upgrade_planner" or "deconstruction_planner")
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    body = (start..(int)reader.BytesConsumed, name);
                }
                else
                {
                    return null;
                }
            }

            if (body is null || index is null || index < contents.Count || (gaps += index.Value - contents.Count) > MaxGaps)
                return null;
            contents.AddRange(Enumerable.Repeat<(Range, string)?>(null, index.Value - contents.Count));
            contents.Add(body);
        }

        return reader.TokenType == JsonTokenType.EndArray ? contents : null;
    }

    private static ReadOnlyMemory<byte> SliceOf(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new JsonException($"Expected {type}.");
    }
}

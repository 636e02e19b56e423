using System.Buffers;
using System.Text;
using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>
/// Joins the opened books of a document from the module to strings, so that nobody but host and module has to know of opened books
/// (docs/module-protocol.md, Opened books). The same document gives the same bytes, which a repeated upload must have.
/// </summary>
public sealed class OpenedBooks
{
    private const int MaxDepth = 512;
    private const int MaxBooksInBooks = 32;

    private int _allowance = ExportText.MaxInflatedBytes;

    private OpenedBooks()
    {
    }

    /// <summary>Joins all opened books.</summary>
    /// <param name="document">UTF-8 JSON as the game's encoder writes it, without spaces.</param>
    /// <returns>The document itself when there are none; else one that differs only in them.</returns>
    /// <exception cref="OpenedBookException">Something under <c>e</c> looks like an opened book and is none, or is too large.</exception>
    public static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> document) =>
        document.Span.IndexOf("\"e\":{"u8) < 0 ? document : new OpenedBooks().JoinAll(document);

    private ReadOnlyMemory<byte> JoinAll(ReadOnlyMemory<byte> document)
    {
        try
        {
            var joined = new ArrayBufferWriter<byte>(document.Length);
            var copied = 0;
            var reader = new Utf8JsonReader(document.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("e"u8))
                    continue;
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject || !IsBook(reader))
                    continue;
                joined.Write(document.Span[copied..(int)reader.TokenStartIndex]);
                var json = JoinBook(ref reader, 1);
                Encoding.ASCII.GetBytes($"\"{ExportText.Encode(json)}\"", joined);
                copied = (int)reader.BytesConsumed;
            }

            joined.Write(document.Span[copied..]);
            return joined.WrittenMemory;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new OpenedBookException($"A blueprint book in the document cannot be put together: {exception.Message}", exception);
        }
    }

    /// <summary>Other objects of this name, in members that nobody knows, are left alone.</summary>
    private static bool IsBook(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("book"u8))
                return true;
            reader.Skip();
        }

        return false;
    }

    /// <summary>The JSON of the book that begins here.</summary>
    private byte[] JoinBook(ref Utf8JsonReader reader, int depth)
    {
        if (depth > MaxBooksInBooks)
            throw new OpenedBookException("Blueprint books in the document are nested too deeply.");
        ReadOnlyMemory<byte>? shell = null;
        var contents = new ArrayBufferWriter<byte>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "book" && shell is null)
                shell = Decode(ref reader);
            else if (name == "blueprints" && contents.WrittenCount == 0)
                JoinContents(ref reader, contents, depth);
            else
                throw new OpenedBookException($"A blueprint book in the document has an unexpected member {name}.");
        }

        return WriteBook(shell ?? throw new OpenedBookException("A blueprint book in the document has no string."), contents.WrittenSpan);
    }

    private void JoinContents(ref Utf8JsonReader reader, ArrayBufferWriter<byte> contents, int depth)
    {
        // The game's encoder writes an empty list as an object.
        var isEmptyObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isEmptyObject && reader.TokenType != JsonTokenType.StartArray)
            throw new OpenedBookException("The blueprints of a book in the document are no list.");
        for (var index = 0; reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject); index++)
        {
            if (isEmptyObject)
                throw new OpenedBookException("The blueprints of a book in the document are no list.");
            // A gap.
            if (reader.TokenType == JsonTokenType.False)
                continue;
            var json = reader.TokenType == JsonTokenType.StartObject ? JoinBook(ref reader, depth + 1) : Decode(ref reader);
            CheckPlan(json);
            if (contents.WrittenCount > 0)
                contents.Write(","u8);
            contents.Write(json.Span[..^1]);
            Encoding.ASCII.GetBytes($",\"index\":{index}}}", contents);
        }
    }

    private static byte[] WriteBook(ReadOnlyMemory<byte> shell, ReadOnlySpan<byte> contents)
    {
        using var parsed = JsonDocument.Parse(shell, new JsonDocumentOptions { MaxDepth = MaxDepth });
        if (!parsed.RootElement.TryGetProperty("blueprint_book", out var book) || book.ValueKind != JsonValueKind.Object)
            throw new OpenedBookException("The string of a book in the document is none of a book.");
        var bytes = new ArrayBufferWriter<byte>(contents.Length + shell.Length + 64);
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("blueprint_book");
            if (!contents.IsEmpty)
            {
                writer.WriteStartArray("blueprints");
                writer.WriteRawValue(contents, skipInputValidation: true);
                writer.WriteEndArray();
            }

            foreach (var member in book.EnumerateObject())
            {
                if (member.Name != "blueprints")
                    member.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>What goes into a book is one object with one member, its kind; the index is added to it.</summary>
    private static void CheckPlan(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var hasKind = isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
        if (hasKind)
        {
            reader.Read();
            reader.Skip();
            reader.Read();
        }

        if (!hasKind || reader.TokenType != JsonTokenType.EndObject || json.Span[^1] != (byte)'}' || reader.Read())
            throw new OpenedBookException("Something in a blueprint book of the document is no blueprint.");
    }

    private ReadOnlyMemory<byte> Decode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new OpenedBookException("A blueprint book in the document holds something that is no string.");
        var text = Encoding.UTF8.GetBytes(reader.GetString()!);
        var json = ExportText.TryDecode(text, _allowance)
            ?? throw new OpenedBookException("A blueprint book in the document holds a string that cannot be read, or is too large.");
        _allowance -= json.Length;
        return json;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>
/// Cuts a document's JSON into pieces that a game can decode one at a time (docs/module-protocol.md): first the document with its long
/// lists emptied and its large books opened and emptied, then what to append to them. Each piece is made when it is asked for, so the first
/// one is there before any book was opened, and no more than one book is open at a time.
/// </summary>
public sealed class DocumentPieces
{
    /// <summary>A piece has about this many bytes of JSON at most, unless a single string is larger.</summary>
    public const int PieceBytes = 32 * 1024;

    /// <summary>Shorter lists, and whole values, stay where they are.</summary>
    private const int KeptListBytes = PieceBytes / 4;

    private const int MaxDepth = 512;

    /// <summary>The bytes are not validated where they are only passed on, and readable where somebody looks.</summary>
    private static readonly JsonWriterOptions Writing = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReadOnlyMemory<byte> _document;

    /// <summary>What all books of the document together may still inflate to.</summary>
    private int _allowance = ExportText.MaxInflatedBytes;

    private DocumentPieces(ReadOnlyMemory<byte> document) => _document = document;

    /// <summary>The pieces of a document.</summary>
    /// <param name="document">UTF-8 JSON of an object.</param>
    /// <returns>Of what is no JSON one piece, since the module is who refuses documents.</returns>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> document) => new DocumentPieces(document).Cut();

    private IEnumerable<ReadOnlyMemory<byte>> Cut()
    {
        if (_document.Length <= PieceBytes)
        {
            yield return _document;
            yield break;
        }

        var emptied = new List<Emptied>();
        yield return TryWithoutLists(emptied) ?? _document;
        foreach (var list in emptied)
        {
            foreach (var piece in Fill(list))
                yield return piece;
        }
    }

    /// <returns>Null when the document is no JSON, which this is the first to look at to the end.</returns>
    private ReadOnlyMemory<byte>? TryWithoutLists(List<Emptied> emptied)
    {
        try
        {
            return WithoutLists(_document, [], emptied);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            emptied.Clear();
            return null;
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Fill(Emptied list)
    {
        var piece = new ArrayBufferWriter<byte>(PieceBytes);
        var position = 0;
        foreach (var (bytes, emptied) in Elements(list))
        {
            position++;
            if (piece.WrittenCount > 0 && piece.WrittenCount + bytes.Length > PieceBytes)
            {
                yield return Finish(piece);
                piece = new ArrayBufferWriter<byte>(PieceBytes);
            }

            Add(piece, list.Path, bytes.Span);
            if (emptied.Count == 0)
                continue;
            // What goes inside this element can only come after it.
            yield return Finish(piece);
            piece = new ArrayBufferWriter<byte>(PieceBytes);
            foreach (var inner in emptied)
            {
                foreach (var innerPiece in Fill(inner))
                    yield return innerPiece;
            }
        }

        if (piece.WrittenCount > 0)
            yield return Finish(piece);
    }

    /// <summary>The elements of an emptied list, each with the lists that were emptied inside it.</summary>
    private IEnumerable<(ReadOnlyMemory<byte> Bytes, List<Emptied> Emptied)> Elements(Emptied list)
    {
        for (var index = 0; index < list.Count; index++)
        {
            var emptied = new List<Emptied>();
            List<object> path = [.. list.Path, index + 1];
            if (list.Book is not { } book)
            {
                var element = _document[list.Elements![index]];
                yield return (element.Length <= PieceBytes / 2 ? element : WithoutLists(element, path, emptied), emptied);
            }
            else if (book.IsGap(index))
            {
                yield return ("false"u8.ToArray(), emptied);
            }
            else if (book.TryOpenInner(index) is { } inner)
            {
                yield return (Write(writer => WriteBook(writer, inner, path, emptied)), emptied);
            }
            else
            {
                yield return (Write(writer => writer.WriteStringValue(ExportText.Encode(book.JsonOf(index).Span))), emptied);
            }
        }
    }

    /// <summary>A value with its long lists emptied.</summary>
    private ReadOnlyMemory<byte> WithoutLists(ReadOnlyMemory<byte> value, List<object> path, List<Emptied> emptied) => Write(writer =>
    {
        var reader = new Utf8JsonReader(value.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        WriteValue(ref reader, value, writer, path, emptied);
        // Nothing may follow; this throws if something does.
        reader.Read();
    });

    private void WriteValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> value, Utf8JsonWriter writer, List<object> path, List<Emptied> emptied)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            writer.WriteRawValue(value.Span[start..(int)reader.BytesConsumed], skipInputValidation: true);
            return;
        }

        var ahead = reader;
        ahead.Skip();
        var end = (int)ahead.BytesConsumed;
        if (end - start <= KeptListBytes)
        {
            writer.WriteRawValue(value.Span[start..end], skipInputValidation: true);
            reader = ahead;
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            WriteObject(ref reader, value, writer, path, emptied);
        }
        else if (ReadElements(reader, value) is { } elements)
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
            emptied.Add(new Emptied([.. path], elements, null));
            reader = ahead;
        }
        else
        {
            writer.WriteRawValue(value.Span[start..end], skipInputValidation: true);
            reader = ahead;
        }
    }

    private void WriteObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> value, Utf8JsonWriter writer, List<object> path, List<Emptied> emptied)
    {
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            writer.WritePropertyName(name);
            reader.Read();
            path.Add(name);
            if (name == "e" && reader.TokenType == JsonTokenType.String && TryOpen(ref reader) is { } book)
                WriteBook(writer, book, path, emptied);
            else
                WriteValue(ref reader, value, writer, path, emptied);
            path.RemoveAt(path.Count - 1);
        }

        writer.WriteEndObject();
    }

    private OpenedBook? TryOpen(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length <= OpenedBook.WorthOpeningBytes)
            return null;
        // Some encoders escape signs of base64.
        var export = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return OpenedBook.TryOpen(export, ref _allowance);
    }

    private static void WriteBook(Utf8JsonWriter writer, OpenedBook book, List<object> path, List<Emptied> emptied)
    {
        writer.WriteStartObject();
        writer.WriteString("book", ExportText.Encode(book.Shell));
        writer.WriteStartArray("blueprints");
        writer.WriteEndArray();
        writer.WriteEndObject();
        emptied.Add(new Emptied([.. path, "blueprints"], null, book));
    }

    /// <returns>Null for a list with a null in it: the game's decoder leaves a gap there, and the next position would be another.</returns>
    private List<Range>? ReadElements(Utf8JsonReader reader, ReadOnlyMemory<byte> value)
    {
        var offset = OffsetOf(value);
        var elements = new List<Range>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return null;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add((offset + start)..(offset + (int)reader.BytesConsumed));
        }

        return elements;
    }

    /// <summary>Where in the document a slice of it begins.</summary>
    private int OffsetOf(ReadOnlyMemory<byte> slice)
    {
        _document.Span.Overlaps(slice.Span, out var offset);
        return offset;
    }

    private static void Add(ArrayBufferWriter<byte> piece, IReadOnlyList<object> path, ReadOnlySpan<byte> element)
    {
        if (piece.WrittenCount == 0)
        {
            piece.Write("{\"at\":"u8);
            using (var writer = new Utf8JsonWriter(piece, Writing))
                JsonSerializer.Serialize(writer, path);
            piece.Write(",\"add\":["u8);
        }
        else
        {
            piece.Write(","u8);
        }

        piece.Write(element);
    }

    private static ReadOnlyMemory<byte> Finish(ArrayBufferWriter<byte> piece)
    {
        piece.Write("]}"u8);
        return piece.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(PieceBytes);
        using (var writer = new Utf8JsonWriter(bytes, Writing))
            write(writer);
        return bytes.WrittenMemory;
    }

    /// <summary>A list whose elements are still to come: slices of the document, or the blueprints of a book.</summary>
    private sealed record Emptied(List<object> Path, List<Range>? Elements, OpenedBook? Book)
    {
        public int Count => Elements?.Count ?? Book!.Count;
    }
}

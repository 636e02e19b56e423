using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>Export strings of the game: a version character, then base64 of a zlib stream of JSON (player-data.md §2.4).</summary>
public static class ExportText
{
    /// <summary>The largest JSON that is read out of a string: more than any book, and less than a bomb.</summary>
    public const int MaxInflatedBytes = 256 * 1024 * 1024;

    private const byte Version = (byte)'0';

    /// <summary>The JSON in a string.</summary>
    /// <param name="text">The whole string, with its version character.</param>
    /// <param name="maxBytes">The largest JSON to accept.</param>
    /// <returns>Null for anything that is no export string, or that inflates to more.</returns>
    public static ReadOnlyMemory<byte>? TryDecode(ReadOnlySpan<byte> text, int maxBytes = MaxInflatedBytes)
    {
        if (text.Length < 2 || text[0] != Version)
            return null;
        var compressed = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        try
        {
            return Base64.DecodeFromUtf8(text[1..], compressed, out _, out var length) == OperationStatus.Done
                ? Inflate(compressed, length, maxBytes)
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    /// <summary>The string of some JSON. The same bytes give the same string.</summary>
    public static string Encode(ReadOnlySpan<byte> json)
    {
        using var compressed = new MemoryStream((json.Length / 8) + 64);
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(json);
        return "0" + Convert.ToBase64String(compressed.GetBuffer(), 0, (int)compressed.Length);
    }

    /// <summary>The label that the item of a string has, null when it has none or the string cannot be read.</summary>
    public static string? ReadLabel(ReadOnlySpan<byte> text)
    {
        if (TryDecode(text) is not { } json)
            return null;
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            reader.Read();
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 2)
                    continue;
                var isLabel = reader.ValueTextEquals("label"u8);
                reader.Read();
                if (isLabel)
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A label is only shown: a string without a readable one is shown without.
            return null;
        }

        return null;
    }

    /// <summary>The item that a string of this kind is, such as <c>blueprint-book</c>; null when it cannot be read.</summary>
    public static string? ReadKind(ReadOnlySpan<byte> text)
    {
        // The kind is the first member: its first few hundred characters say it.
        var head = text[..Math.Min(text.Length, 1025)];
        head = head[..(((head.Length - 1) / 4 * 4) + 1)];
        if (head.Length < 5 || head[0] != Version)
            return null;
        var compressed = new byte[Base64.GetMaxDecodedFromUtf8Length(head.Length)];
        if (Base64.DecodeFromUtf8(head[1..], compressed, out _, out var length) != OperationStatus.Done)
            return null;
        var start = new byte[40];
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress);
            var read = zlib.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var words = Encoding.UTF8.GetString(start, 0, read).Split('"');
            return words.Length > 2 ? words[1].Replace('_', '-') : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte>? Inflate(byte[] compressed, int length, int maxBytes)
    {
        var inflated = new ArrayBufferWriter<byte>(Math.Clamp(length * 8, 256, maxBytes));
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress);
            while (zlib.Read(inflated.GetSpan(4096)) is > 0 and var read)
            {
                inflated.Advance(read);
                if (inflated.WrittenCount > maxBytes)
                    return null;
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return inflated.WrittenMemory;
    }
}

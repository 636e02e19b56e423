using System.Buffers.Text;
using System.IO.Compression;

namespace InventorySync.Protocol.Game.Module;

/// <summary>
/// A player document as text for the module: its pieces, each zlib, then base64, which is what the game's <c>helpers.decode_string</c> reads
/// (factorio-server.md §9.5), with commas between.
/// </summary>
/// <param name="Text">ASCII without spaces, so a cut can fall anywhere.</param>
/// <param name="DocumentBytes">Length of the document before encoding.</param>
public sealed record EncodedDocument(ReadOnlyMemory<byte> Text, int DocumentBytes)
{
    /// <summary>Encodes a whole document. A second or two for the largest, so not on a path that others wait for.</summary>
    public static EncodedDocument Encode(ReadOnlyMemory<byte> document)
    {
        using var text = new MemoryStream();
        foreach (var encoded in EncodePieces(document))
            text.Write(encoded.Span);
        return new EncodedDocument(text.ToArray(), document.Length);
    }

    /// <summary>The text bit by bit, each when it is asked for. Joined they are the whole text, commas included.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> EncodePieces(ReadOnlyMemory<byte> document)
    {
        var isFirst = true;
        foreach (var piece in DocumentPieces.Cut(document))
        {
            yield return EncodePiece(piece.Span, isFirst);
            isFirst = false;
        }
    }

    private static ReadOnlyMemory<byte> EncodePiece(ReadOnlySpan<byte> piece, bool isFirst)
    {
        using var compressed = new MemoryStream(piece.Length / 4 + 64);
        // Bytes cross the wall of a few per tick; processor time is cheap against that.
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(piece);

        var source = compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
        var start = isFirst ? 0 : 1;
        var text = new byte[start + Base64.GetMaxEncodedToUtf8Length(source.Length)];
        text[0] = (byte)',';
        Base64.EncodeToUtf8(source, text.AsSpan(start), out _, out var written);
        return text.AsMemory(0, start + written);
    }
}

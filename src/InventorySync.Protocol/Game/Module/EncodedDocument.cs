using System.Buffers.Text;
using System.IO.Compression;

namespace InventorySync.Protocol.Game.Module;

/// <summary>A player document as the game's <c>helpers.decode_string</c> reads it: zlib, then base64 (factorio-server.md §9.5).</summary>
/// <param name="Text">Base64 in ASCII, so a cut can fall anywhere.</param>
/// <param name="DocumentBytes">Length of the document before encoding.</param>
public sealed record EncodedDocument(ReadOnlyMemory<byte> Text, int DocumentBytes)
{
    /// <summary>Encodes a document. Some hundred milliseconds for the largest, so not on a path that others wait for.</summary>
    public static EncodedDocument Encode(ReadOnlySpan<byte> document)
    {
        using var compressed = new MemoryStream(document.Length / 4 + 64);
        // Bytes cross the wall of a few per tick; processor time is cheap against that.
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(document);

        var source = compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(source.Length)];
        Base64.EncodeToUtf8(source, text, out _, out var written);
        return new EncodedDocument(text.AsMemory(0, written), document.Length);
    }
}

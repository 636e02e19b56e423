using System.IO.Compression;

namespace InventorySync.Store.Players;

/// <summary>How the bytes of documents are kept.</summary>
internal static class CompressedDocument
{
    public const string Encoding = "zlib";

    // Below this it takes some tens of microseconds, less than handing it to another thread is worth.
    private const int InlineBytes = 64 * 1024;

    /// <summary>Compresses, for a large document on another thread.</summary>
    public static Task<byte[]> CompressAsync(ReadOnlyMemory<byte> document) =>
        document.Length <= InlineBytes ? Task.FromResult(Compress(document)) : Task.Run(() => Compress(document));

    /// <exception cref="InvalidDataException">Not what <see cref="CompressAsync"/> made, or of another size.</exception>
    public static byte[] Decompress(string encoding, byte[] content, int size)
    {
        if (encoding != Encoding)
            throw new InvalidDataException($"The store holds a document in the unknown encoding '{encoding}'.");

        var document = new byte[size];
        using var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
        zlib.ReadExactly(document);
        if (zlib.ReadByte() != -1)
            throw new InvalidDataException("The store holds a document that is larger than it was when it arrived.");
        return document;
    }

    private static byte[] Compress(ReadOnlyMemory<byte> document)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(document.Span);
        return compressed.ToArray();
    }
}

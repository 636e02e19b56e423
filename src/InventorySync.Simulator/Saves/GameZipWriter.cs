using System.IO.Compression;
using System.Text;

namespace InventorySync.Simulator.Saves;

/// <summary>
/// Writes zips with the peculiarities of the game's own (save-patching-and-ipc §1.1), which the packaged writer cannot:
/// local headers without sizes, all dates zero, data descriptors also behind stored entries. Readers have to cope.
/// </summary>
internal sealed class GameZipWriter(Stream stream) : IDisposable
{
    private const ushort VersionNeeded = 20;

    // Bit 3: sizes and checksum follow the data. Bit 11: names are UTF-8.
    private const ushort Flags = 0x0808;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;

    private readonly BinaryWriter _writer = new(stream, Encoding.UTF8, leaveOpen: true);
    private readonly List<Entry> _entries = [];

    public void Add(string path, ReadOnlyMemory<byte> content, bool deflate)
    {
        var data = deflate ? Deflate(content.Span) : content;
        var entry = new Entry(
            Encoding.UTF8.GetBytes(path), deflate ? Deflated : Stored, Crc32.Of(content.Span),
            checked((uint)data.Length), checked((uint)content.Length), checked((uint)stream.Position));

        _writer.Write(0x04034B50u);
        _writer.Write(VersionNeeded);
        _writer.Write(Flags);
        _writer.Write(entry.Method);
        _writer.Write(0u); // date and time
        _writer.Write(0u); // checksum
        _writer.Write(0u); // compressed size
        _writer.Write(0u); // size
        _writer.Write((ushort)entry.Name.Length);
        _writer.Write((ushort)0);
        _writer.Write(entry.Name);
        _writer.Write(data.Span);

        _writer.Write(0x08074B50u);
        _writer.Write(entry.Crc);
        _writer.Write(entry.CompressedSize);
        _writer.Write(entry.Size);
        _entries.Add(entry);
    }

    public void Finish()
    {
        _writer.Flush();
        var start = checked((uint)stream.Position);
        foreach (var entry in _entries)
        {
            _writer.Write(0x02014B50u);
            _writer.Write((ushort)0); // made by
            _writer.Write(VersionNeeded);
            _writer.Write(Flags);
            _writer.Write(entry.Method);
            _writer.Write(0u); // date and time
            _writer.Write(entry.Crc);
            _writer.Write(entry.CompressedSize);
            _writer.Write(entry.Size);
            _writer.Write((ushort)entry.Name.Length);
            _writer.Write((ushort)0); // extra field
            _writer.Write((ushort)0); // comment
            _writer.Write((ushort)0); // disk
            _writer.Write((ushort)0); // internal attributes
            _writer.Write(0u);        // external attributes
            _writer.Write(entry.Offset);
            _writer.Write(entry.Name);
        }
        _writer.Flush();
        var length = checked((uint)(stream.Position - start));
        _writer.Write(0x06054B50u);
        _writer.Write((ushort)0);
        _writer.Write((ushort)0);
        _writer.Write(checked((ushort)_entries.Count));
        _writer.Write(checked((ushort)_entries.Count));
        _writer.Write(length);
        _writer.Write(start);
        _writer.Write((ushort)0);
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();

    private static ReadOnlyMemory<byte> Deflate(ReadOnlySpan<byte> content)
    {
        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(content);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private sealed record Entry(byte[] Name, ushort Method, uint Crc, uint CompressedSize, uint Size, uint Offset);
}

using System.Buffers.Binary;
using System.Text;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>One entry of an archive's central directory, with its bytes left as they are.</summary>
internal sealed record RawZipEntry
{
    private const uint DirectorySignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const int EndLength = 22;
    private const int HeaderLength = 46;
    private const int LocalHeaderLength = 30;
    private const int MaxCommentLength = 65535;

    /// <summary>The directory's record: fixed part, name, extra field, comment.</summary>
    public required byte[] Record { get; init; }

    /// <summary>Name as written; the game's are UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>Where the compressed bytes begin in the archive.</summary>
    public required long DataOffset { get; init; }

    /// <summary>Number of compressed bytes.</summary>
    public required uint CompressedLength { get; init; }

    /// <summary>Length of the name in bytes.</summary>
    public int NameLength => BinaryPrimitives.ReadUInt16LittleEndian(Record.AsSpan(28));

    /// <summary>The name's bytes.</summary>
    public ReadOnlySpan<byte> NameBytes => Record.AsSpan(HeaderLength, NameLength);

    /// <summary>Reads all entries. The local headers' sizes are not looked at: the game leaves them zero (save-patching-and-ipc.md §1.1).</summary>
    /// <exception cref="InvalidDataException">No zip, a damaged one, or one of more than 4 GB.</exception>
    public static List<RawZipEntry> ReadAll(Stream archive)
    {
        var (count, offset) = FindDirectory(archive);
        var entries = new List<RawZipEntry>(count);
        for (var index = 0; index < count; index++)
        {
            var fixedPart = ReadAt(archive, offset, HeaderLength);
            if (BinaryPrimitives.ReadUInt32LittleEndian(fixedPart) != DirectorySignature)
                throw new InvalidDataException("its directory is damaged.");
            var length = HeaderLength + UInt16(fixedPart, 28) + UInt16(fixedPart, 30) + UInt16(fixedPart, 32);
            var record = ReadAt(archive, offset, length);
            var local = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(42));
            var compressed = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(20));
            if (local == uint.MaxValue || compressed == uint.MaxValue)
                throw new InvalidDataException("it has an entry of more than 4 GB, which is not supported.");
            var localHeader = ReadAt(archive, local, LocalHeaderLength);
            entries.Add(new RawZipEntry
            {
                Record = record,
                Name = Encoding.UTF8.GetString(record, HeaderLength, UInt16(record, 28)),
                DataOffset = local + LocalHeaderLength + UInt16(localHeader, 26) + UInt16(localHeader, 28),
                CompressedLength = compressed,
            });
            offset += length;
        }

        return entries;
    }

    private static (int Count, long Offset) FindDirectory(Stream archive)
    {
        var length = (int)Math.Min(archive.Length, EndLength + MaxCommentLength);
        var tail = ReadAt(archive, archive.Length - length, length);
        for (var at = length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != EndSignature)
                continue;
            var count = UInt16(tail, at + 10);
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
            if (count == ushort.MaxValue || offset == uint.MaxValue)
                throw new InvalidDataException("it has more than 4 GB or 65535 entries, which is not supported.");
            return (count, offset);
        }

        throw new InvalidDataException("it has no directory.");
    }

    private static byte[] ReadAt(Stream archive, long offset, int length)
    {
        var bytes = new byte[length];
        archive.Position = offset;
        if (archive.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length)
            throw new InvalidDataException("it is cut off.");
        return bytes;
    }

    private static int UInt16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
}

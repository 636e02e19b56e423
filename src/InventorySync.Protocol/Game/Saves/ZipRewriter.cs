using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>
/// Writes an archive anew: entries that stay are copied as their compressed bytes, without unpacking them, so that they are the same to the
/// last bit, and a save of hundreds of megabytes costs no more than its copying.
/// </summary>
/// <remarks>
/// The library's own update mode was tried: entries whose sizes stand behind their data, as the game writes them, came out damaged when
/// others before them were removed.
/// </remarks>
internal static class ZipRewriter
{
    private const int SizesBehindData = 0x0008;

    // What the new files are dated: they are part of the patch, not of a moment.
    private static readonly DateTimeOffset NoDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Copies <paramref name="source"/> to <paramref name="target"/>, leaving out some entries and adding others at the end.</summary>
    /// <param name="source">The archive; can seek.</param>
    /// <param name="target">Where the new one is written; empty.</param>
    /// <param name="stays">Whether an entry of this name stays. One that is added does not.</param>
    /// <param name="added">New entries by name.</param>
    /// <exception cref="InvalidDataException">The source is no zip, or a damaged one.</exception>
    public static void Rewrite(Stream source, Stream target, Func<string, bool> stays, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> added)
    {
        var directory = new ArrayBufferWriter<byte>();
        var count = 0;
        foreach (var entry in RawZipEntry.ReadAll(source).Where(entry => stays(entry.Name) && !added.ContainsKey(entry.Name)))
        {
            Copy(source, entry, target, directory);
            count++;
        }

        using var fresh = Compress(added);
        foreach (var entry in RawZipEntry.ReadAll(fresh))
        {
            Copy(fresh, entry, target, directory);
            count++;
        }

        WriteDirectory(target, directory, count);
    }

    private static MemoryStream Compress(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var archive = new MemoryStream();
        using var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in files)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = NoDate;
            using var stream = entry.Open();
            stream.Write(content.Span);
        }

        return archive;
    }

    private static void Copy(Stream source, RawZipEntry entry, Stream target, ArrayBufferWriter<byte> directory)
    {
        var offset = target.Position;
        if (offset + entry.CompressedLength > uint.MaxValue)
            throw new InvalidDataException("it would have more than 4 GB, which is not supported.");
        var record = entry.Record.AsSpan();
        // The sizes are known now, so they stand where they belong.
        BinaryPrimitives.WriteUInt16LittleEndian(record[8..], (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(record[8..]) & ~SizesBehindData));
        BinaryPrimitives.WriteUInt32LittleEndian(record[42..], (uint)offset);

        // A local header repeats the middle of the directory's record: version needed up to the name's length.
        Span<byte> local = stackalloc byte[30];
        BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034b50);
        record.Slice(6, 24).CopyTo(local[4..]);
        local[28..].Clear();
        target.Write(local);
        target.Write(entry.NameBytes);
        CopyBytes(source, entry.DataOffset, entry.CompressedLength, target);
        directory.Write(record);
    }

    private static void CopyBytes(Stream source, long offset, uint length, Stream target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            source.Position = offset;
            for (var left = (long)length; left > 0;)
            {
                var read = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                if (read == 0)
                    throw new InvalidDataException("it is cut off.");
                target.Write(buffer, 0, read);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void WriteDirectory(Stream target, ArrayBufferWriter<byte> directory, int count)
    {
        var offset = target.Position;
        if (count >= ushort.MaxValue || offset + directory.WrittenCount >= uint.MaxValue)
            throw new InvalidDataException("it would have more than 4 GB or 65535 entries, which is not supported.");
        target.Write(directory.WrittenSpan);
        Span<byte> end = stackalloc byte[22];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)directory.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)offset);
        target.Write(end);
    }
}

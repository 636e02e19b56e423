using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Host.Journal;

/// <summary>
/// The journal's file: records one after the other, each with its length and checksum in front, so that one cut off by a crash is noticed.
/// A record is a header in JSON and, for an upload, the document's bytes.
/// </summary>
internal static class JournalFormat
{
    /// <summary>Length of what stands before a record's header: record length, checksum, header length.</summary>
    public const int PrefixLength = 12;

    private const int MaxRecordBytes = 256 * 1024 * 1024;

    public static byte[] Encode(long id, JournalEntry? entry, ReadOnlySpan<byte> document, out int documentStart)
    {
        var header = EncodeHeader(id, entry);
        var record = new byte[PrefixLength + header.Length + document.Length];
        documentStart = PrefixLength + header.Length;
        header.CopyTo(record.AsSpan(PrefixLength));
        document.CopyTo(record.AsSpan(documentStart));
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), header.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Adler32.Compute(record.AsSpan(8)));
        return record;
    }

    /// <summary>Reads the record at the stream's position; null at the end of what is whole.</summary>
    /// <param name="file">Positioned at the start of a record; afterwards at that of the next.</param>
    /// <param name="entry">Null for the mark that an entry is done.</param>
    public static bool TryRead(Stream file, out long id, out JournalEntry? entry, out int documentStart, out int documentLength)
    {
        (id, entry, documentStart, documentLength) = (0, null, 0, 0);
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length is < 4 or > MaxRecordBytes || length > file.Length - file.Position)
            return false;
        var body = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var content = body.AsSpan(0, length);
            file.ReadExactly(content);
            if (Adler32.Compute(content) != BinaryPrimitives.ReadUInt32LittleEndian(prefix[4..]))
                return false;
            var headerLength = BinaryPrimitives.ReadInt32LittleEndian(content);
            if (headerLength < 0 || headerLength > length - 4)
                return false;
            (id, entry) = DecodeHeader(body.AsMemory(4, headerLength));
            documentStart = PrefixLength + headerLength;
            documentLength = length - 4 - headerLength;
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static byte[] EncodeHeader(long id, JournalEntry? entry)
    {
        var bytes = new ArrayBufferWriter<byte>(160);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("kind", entry switch { JournalEntry.Upload => "upload", JournalEntry.Release => "release", _ => "done" });
        if (entry is not null)
        {
            json.WriteNumber("instance_id", entry.InstanceId);
            json.WriteString("player_name", entry.PlayerName);
            json.WriteNumber("token", entry.Token);
        }

        if (entry is JournalEntry.Upload upload)
        {
            json.WriteString("base", upload.Base);
            json.WriteNumber("generation", upload.Generation);
            json.WriteString("revision", upload.Revision);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static (long Id, JournalEntry? Entry) DecodeHeader(ReadOnlyMemory<byte> header)
    {
        using var json = JsonDocument.Parse(header);
        var root = json.RootElement;
        return (root.GetProperty("id").GetInt64(), root.GetProperty("kind").GetString() switch
        {
            "upload" => new JournalEntry.Upload
            {
                InstanceId = root.GetProperty("instance_id").GetInt32(),
                PlayerName = root.GetProperty("player_name").GetString()!,
                Token = root.GetProperty("token").GetInt64(),
                Base = root.GetProperty("base").GetString()!,
                Generation = root.GetProperty("generation").GetInt64(),
                Revision = root.GetProperty("revision").GetString()!,
            },
            "release" => new JournalEntry.Release
            {
                InstanceId = root.GetProperty("instance_id").GetInt32(),
                PlayerName = root.GetProperty("player_name").GetString()!,
                Token = root.GetProperty("token").GetInt64(),
            },
            _ => null,
        });
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace InventorySync.Simulator.Saves;

/// <summary>The contents of the files in a save that are the game's own (save-patching-and-ipc §1.2).</summary>
internal static class LevelFiles
{
    public const string Init = "level-init.dat";
    public const string Metadata = "level.datmetadata";
    public const string Script = "script.dat";

    /// <summary>The map is cut into pieces of this many bytes before compression.</summary>
    private const int PieceBytes = 1024 * 1024;

    // Far above any map of this simulator; a zip bomb ends here.
    private const long MostLevelBytes = 1L << 30;

    /// <summary>Which piece of the map a file is: 5 for level.dat5, null for other files.</summary>
    public static int? PieceOf(string path) =>
        path.StartsWith("level.dat", StringComparison.Ordinal)
        && int.TryParse(path.AsSpan("level.dat".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var piece)
            ? piece
            : null;

    public static bool IsOwned(string path) => path is Init or Metadata or Script || PieceOf(path) is not null;

    public static IEnumerable<byte[]> Pieces(byte[] level)
    {
        for (var start = 0; start == 0 || start < level.Length; start += PieceBytes)
        {
            using var buffer = new MemoryStream();
            using (var zlib = new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
                zlib.Write(level, start, Math.Min(PieceBytes, level.Length - start));
            yield return buffer.ToArray();
        }
    }

    /// <exception cref="InvalidDataException">A piece is no zlib stream, or the whole is too large.</exception>
    public static byte[] Join(IEnumerable<byte[]> pieces)
    {
        using var level = new MemoryStream();
        foreach (var piece in pieces)
        {
            using var zlib = new ZLibStream(new MemoryStream(piece), CompressionMode.Decompress);
            var part = new byte[64 * 1024];
            for (int count; (count = zlib.Read(part)) > 0;)
            {
                if (level.Length + count > MostLevelBytes)
                    throw new InvalidDataException($"the map has more than {MostLevelBytes} bytes.");
                level.Write(part, 0, count);
            }
        }
        return level.ToArray();
    }

    public static byte[] MetadataOf(byte[] level)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)level.LongLength);
        return bytes;
    }

    public static byte[] InitOf(GameVersion created, GameVersion version)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        created.Write(writer);
        writer.Write((byte)0);
        foreach (var text in (string[])["", "freeplay", "base"])
            WriteText(writer, text);
        writer.Write((byte)0); // not finished, no replay
        writer.Write(version.Major);
        writer.Write(version.Minor);
        writer.Write(version.Patch);
        writer.Write(0u); // build
        writer.Write((byte)2); // commands: admins only
        writer.Write((byte)1); // mods
        WriteText(writer, "base");
        writer.Write(version.Major);
        writer.Write(version.Minor);
        writer.Write(version.Patch);
        writer.Write(0u); // checksum
        writer.Flush();
        return buffer.ToArray();
    }

    public static byte[] ScriptOf(GameVersion version, byte[] level)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        version.Write(writer);
        writer.Write((byte)0);
        writer.Write(1u);
        WriteText(writer, "level");
        writer.Write((uint)level.Length);
        writer.Write(level);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <exception cref="InvalidDataException">Too short, or not written by this simulator.</exception>
    public static (GameVersion Version, byte[] Level) ReadScript(byte[] file)
    {
        using var reader = new BinaryReader(new MemoryStream(file), Encoding.UTF8);
        try
        {
            var version = GameVersion.Read(reader.ReadBytes(GameVersion.Bytes));
            reader.ReadByte();
            var count = reader.ReadUInt32();
            var name = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadByte()));
            var length = reader.ReadUInt32();
            if (count != 1 || name != "level" || length != reader.BaseStream.Length - reader.BaseStream.Position)
                throw new InvalidDataException("it was not written by this simulator.");
            return (version, reader.ReadBytes((int)length));
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("it is cut off.", exception);
        }
    }

    // Texts below 255 bytes have a length of one byte; ours all are.
    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(checked((byte)bytes.Length));
        writer.Write(bytes);
    }
}

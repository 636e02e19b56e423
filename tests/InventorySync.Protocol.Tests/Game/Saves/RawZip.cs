using System.Buffers.Binary;
using System.Text;

namespace InventorySync.Protocol.Tests.Game.Saves;

/// <summary>Reads an archive's central directory by hand, to see the compressed bytes themselves.</summary>
internal static class RawZip
{
    /// <summary>Method and compressed bytes by name.</summary>
    public static Dictionary<string, (int Method, byte[] Data)> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var entries = new Dictionary<string, (int, byte[])>(StringComparer.Ordinal);
        var at = (int)UInt32(bytes, bytes.Length - 22 + 16);
        while (UInt32(bytes, at) == 0x02014b50)
        {
            var nameLength = UInt16(bytes, at + 28);
            var local = (int)UInt32(bytes, at + 42);
            var start = local + 30 + UInt16(bytes, local + 26) + UInt16(bytes, local + 28);
            var name = Encoding.UTF8.GetString(bytes, at + 46, nameLength);
            entries[name] = (UInt16(bytes, at + 10), bytes[start..(start + (int)UInt32(bytes, at + 20))]);
            at += 46 + nameLength + UInt16(bytes, at + 30) + UInt16(bytes, at + 32);
        }

        return entries;
    }

    /// <summary>Sets all dates to zero, as the game writes them: month 0, day 0.</summary>
    public static void ClearDates(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length - 30; at++)
        {
            if (UInt32(bytes, at) == 0x04034b50)
                bytes.AsSpan(at + 10, 4).Clear();
            if (UInt32(bytes, at) == 0x02014b50)
                bytes.AsSpan(at + 12, 4).Clear();
        }

        File.WriteAllBytes(path, bytes);
    }

    private static ushort UInt16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint UInt32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace InventorySync.Simulator.Saves;

/// <summary>A version as the headers of save files have it: four little-endian u16 (save-patching-and-ipc §1.2).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GameVersion(ushort Major, ushort Minor, ushort Patch, ushort Build = 0) : IComparable<GameVersion>
{
    public const int Bytes = 8;

    /// <exception cref="FormatException">Not three numbers with dots between.</exception>
    public static GameVersion Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length == 3
            && ushort.TryParse(parts[0], CultureInfo.InvariantCulture, out var major)
            && ushort.TryParse(parts[1], CultureInfo.InvariantCulture, out var minor)
            && ushort.TryParse(parts[2], CultureInfo.InvariantCulture, out var patch))
        {
            return new GameVersion(major, minor, patch);
        }
        throw new FormatException($"'{text}' is no version: three numbers with dots between are wanted, as in 2.0.77.");
    }

    public static GameVersion Read(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(header),
        BinaryPrimitives.ReadUInt16LittleEndian(header[2..]),
        BinaryPrimitives.ReadUInt16LittleEndian(header[4..]),
        BinaryPrimitives.ReadUInt16LittleEndian(header[6..]));

    public void Write(BinaryWriter writer)
    {
        writer.Write(Major);
        writer.Write(Minor);
        writer.Write(Patch);
        writer.Write(Build);
    }

    public int CompareTo(GameVersion other) =>
        (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(GameVersion left, GameVersion right) => left.CompareTo(right) < 0;
    public static bool operator >(GameVersion left, GameVersion right) => left.CompareTo(right) > 0;
    public static bool operator <=(GameVersion left, GameVersion right) => left.CompareTo(right) <= 0;
    public static bool operator >=(GameVersion left, GameVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}

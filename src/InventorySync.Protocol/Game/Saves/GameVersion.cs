using System.Buffers.Binary;
using System.Globalization;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>A version of the game: four 16-bit numbers in its files, three in texts.</summary>
public sealed record GameVersion(int Major, int Minor, int Patch)
{
    /// <summary>Reads <c>major.minor.patch</c>; null when the text is none.</summary>
    public static GameVersion? TryParse(string text) => SemanticVersion.TryParse(text) is { PreRelease: "" } version
        ? new GameVersion(version.Major, version.Minor, version.Patch)
        : null;

    /// <summary>Reads the header of <c>script.dat</c> or <c>level-init.dat</c>: four little-endian 16-bit numbers; null when it is too short.</summary>
    public static GameVersion? FromHeader(ReadOnlySpan<byte> header) => header.Length < 8
        ? null
        : new GameVersion(
            BinaryPrimitives.ReadUInt16LittleEndian(header),
            BinaryPrimitives.ReadUInt16LittleEndian(header[2..]),
            BinaryPrimitives.ReadUInt16LittleEndian(header[4..]));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}

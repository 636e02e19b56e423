using System.Security.Cryptography;

namespace InventorySync.Core.Documents;

/// <summary>The SHA-256 of a player document's bytes, as 64 lower-case hexadecimal digits.</summary>
public readonly record struct DocumentDigest
{
    private readonly string? _hex;

    /// <exception cref="FormatException">Not 64 lower-case hexadecimal digits.</exception>
    public DocumentDigest(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        if (hex.Length != 2 * SHA256.HashSizeInBytes || !hex.All(char.IsAsciiHexDigitLower))
            throw new FormatException("a digest must be 64 lower-case hexadecimal digits");

        _hex = hex;
    }

    public string Hex => _hex ?? throw new InvalidOperationException("This digest was never given a value.");

    public static DocumentDigest Of(ReadOnlySpan<byte> document)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(document, hash);
        return new DocumentDigest(Convert.ToHexStringLower(hash));
    }

    public override string ToString() => Hex;
}

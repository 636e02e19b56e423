using System.Globalization;
using System.Text;

namespace InventorySync.Module.Tests.Support;

/// <summary>A document cut into parts, as the host sends it.</summary>
internal sealed record Transfer(int Number, IReadOnlyList<string> Parts)
{
    /// <summary>The command for a part, counted from 1.</summary>
    public string Part(int index)
        => string.Create(CultureInfo.InvariantCulture, $"part {Number} {index}{(index == Parts.Count ? $"/{index}" : "")} {Adler32(Parts[index - 1]):x8} {Parts[index - 1]}");

    private static uint Adler32(string text)
    {
        const uint Modulus = 65521;
        uint a = 1, b = 0;
        foreach (var value in Encoding.ASCII.GetBytes(text))
        {
            a = (a + value) % Modulus;
            b = (b + a) % Modulus;
        }

        return (b << 16) | a;
    }
}

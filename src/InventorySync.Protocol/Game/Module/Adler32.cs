namespace InventorySync.Protocol.Game.Module;

/// <summary>The checksum of a part, easy to compute in Lua (docs/module-protocol.md, <c>part</c>; RFC 1950 §9).</summary>
public static class Adler32
{
    private const uint Modulus = 65521;

    /// <summary>Most bytes that can be summed before the second sum would leave 32 bits.</summary>
    private const int Run = 5552;

    /// <summary>Computes the checksum of <paramref name="data"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint low = 1;
        uint high = 0;
        while (!data.IsEmpty)
        {
            var run = data[..Math.Min(Run, data.Length)];
            foreach (var value in run)
            {
                low += value;
                high += low;
            }

            low %= Modulus;
            high %= Modulus;
            data = data[run.Length..];
        }

        return (high << 16) | low;
    }
}

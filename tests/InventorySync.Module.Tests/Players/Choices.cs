using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Players;

/// <summary>Choices that one seed decides, so that the same seed makes the same player.</summary>
internal sealed class Choices(int seed)
{
    private readonly Random _random = new(seed);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Number(int low, int high) => _random.Next(low, high + 1);

    /// <summary>Small values more often than large ones.</summary>
    public int FewerThan(int bound) => (int)(Math.Pow(_random.NextDouble(), 3) * bound);

    public double Fraction() => _random.NextDouble();

    /// <summary>A 32-bit float widened, above 0 and below 1.</summary>
    public double Float() => (float)Math.Clamp(_random.NextDouble(), 0.002, 0.998);

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public string Pick(params string[] from) => from[_random.Next(from.Length)];

    public JsonObject Color() => new() { ["r"] = Float(), ["g"] = Float(), ["b"] = Float(), ["a"] = Float() };

    public string Comparator() => Pick("=", ">", "<", "≥", "≤", "≠");

    /// <summary>Any text the game can hold: all planes of Unicode, markup, quotes and control characters, no NUL.</summary>
    public string Text(int longest)
    {
        var text = new StringBuilder();
        var length = Number(0, longest);
        while (text.Length < length)
        {
            _ = _random.Next(10) switch
            {
                0 => text.Append(Pick("[item=iron-plate]", "[color=red]x[/color]", "\\u0041", "\"'\\/", "]]--", "%s%d", "\r\n\t", "$ipc:", "\u2028\u2029")),
                1 => text.Append(new Rune(_random.Next(0x10000, 0x110000))),
                2 => text.Append((char)_random.Next(1, 0x20)),
                3 => text.Append((char)_random.Next(0x80, 0xD800)),
                4 => text.Append((char)_random.Next(0xE000, 0x10000)),
                _ => text.Append((char)_random.Next(0x20, 0x7F)),
            };
        }

        return text.ToString();
    }
}

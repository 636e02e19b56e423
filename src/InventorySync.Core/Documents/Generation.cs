using System.Globalization;

namespace InventorySync.Core.Documents;

/// <summary>
/// The counter in a player document, one more for every stored upload. Between <see cref="Min"/> and
/// <see cref="Max"/>, the integers that a double in the game holds exactly (link-extensions, rules).
/// </summary>
public readonly record struct Generation : IComparable<Generation>
{
    public const long Min = 1;
    public const long Max = (1L << 53) - 1;

    /// <exception cref="ArgumentOutOfRangeException">Below <see cref="Min"/> or above <see cref="Max"/>.</exception>
    public Generation(long value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, Min);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Max);
        Value = value;
    }

    public long Value { get; }

    public static bool IsInRange(long value) => value is >= Min and <= Max;

    public int CompareTo(Generation other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(Generation left, Generation right) => left.Value < right.Value;

    public static bool operator >(Generation left, Generation right) => left.Value > right.Value;

    public static bool operator <=(Generation left, Generation right) => left.Value <= right.Value;

    public static bool operator >=(Generation left, Generation right) => left.Value >= right.Value;
}

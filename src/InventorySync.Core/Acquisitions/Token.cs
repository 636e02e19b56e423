using System.Globalization;

namespace InventorySync.Core.Acquisitions;

/// <summary>Names one acquisition of a player: rises by one with every grant (sync-behaviour §1).</summary>
public readonly record struct Token(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

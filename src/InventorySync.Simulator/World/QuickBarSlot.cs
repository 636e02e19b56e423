namespace InventorySync.Simulator.World;

/// <summary>What lies in a slot of the quick bar: an item of a quality, or something particular that it stands for.</summary>
internal sealed record QuickBarSlot(string Name, string Quality, string? Comparator)
{
    /// <summary><c>filter</c>, <c>item</c>, <c>record</c> or <c>remote</c>. Scripts see it from 2.1 on.</summary>
    public string Type { get; init; } = "filter";

    /// <summary>The one item meant, for the type <c>item</c>.</summary>
    public ulong? ItemNumber { get; init; }

    /// <summary>Number of the library's record, for the type <c>record</c>.</summary>
    public int? Record { get; init; }
}

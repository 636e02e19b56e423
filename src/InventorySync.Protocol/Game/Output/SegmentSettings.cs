namespace InventorySync.Protocol.Game.Output;

/// <summary>
/// How many bytes of a long command the server passes on per tick, depending on the number of connected clients
/// (factorio-server.md §7). The defaults are those of the game.
/// </summary>
public sealed record SegmentSettings
{
    /// <summary>Bytes per segment with few clients.</summary>
    public int MaximumSize { get; init; } = 100;

    /// <summary>Bytes per segment with many clients.</summary>
    public int MinimumSize { get; init; } = 25;

    /// <summary>Up to this number of clients the maximum holds.</summary>
    public int MaximumSizePeerCount { get; init; } = 10;

    /// <summary>From this number of clients on the minimum holds.</summary>
    public int MinimumSizePeerCount { get; init; } = 20;

    /// <summary>Segment size in bytes with <paramref name="peers"/> clients connected; linear between the two counts (§7.2).</summary>
    public int SizeFor(int peers)
    {
        if (peers <= MaximumSizePeerCount)
            return Math.Max(1, MaximumSize);
        if (peers >= MinimumSizePeerCount)
            return Math.Max(1, MinimumSize);
        return (int)Math.Max(1, MaximumSize
            - ((long)(MaximumSize - MinimumSize) * (peers - MaximumSizePeerCount) + (MinimumSizePeerCount - MaximumSizePeerCount) - 1)
            / (MinimumSizePeerCount - MaximumSizePeerCount));
    }
}

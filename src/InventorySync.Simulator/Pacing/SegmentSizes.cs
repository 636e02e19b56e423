namespace InventorySync.Simulator.Pacing;

/// <summary>
/// The four settings of server-settings.json that say how long the segments of long commands are (factorio-server §2, §7.2).
/// </summary>
public sealed record SegmentSizes
{
    /// <summary>Bytes of a segment from <see cref="MinimumPeerCount"/> peers on.</summary>
    public int Minimum { get; init; } = 25;

    public int MinimumPeerCount { get; init; } = 20;

    /// <summary>Bytes of a segment up to <see cref="MaximumPeerCount"/> peers.</summary>
    public int Maximum { get; init; } = 100;

    public int MaximumPeerCount { get; init; } = 10;

    /// <summary>Bytes of a segment with that many peers: linear between the two counts, rounded down.</summary>
    public int For(int peers)
    {
        if (peers <= MaximumPeerCount)
            return Maximum;
        if (peers >= MinimumPeerCount)
            return Minimum;

        // Rounded towards minus infinity, also where somebody configured a minimum above the maximum.
        long numerator = (long)(Maximum - Minimum) * (peers - MaximumPeerCount);
        long denominator = MinimumPeerCount - MaximumPeerCount;
        return (int)Math.Floor(Maximum - (double)numerator / denominator);
    }
}

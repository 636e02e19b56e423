namespace InventorySync.Simulator.Pacing;

/// <summary>
/// The numbers of a pacing profile: how commands from the server's consoles travel to the map (factorio-server §7.2).
/// </summary>
public sealed record PacingParameters
{
    /// <summary>Longest command, in bytes, that travels whole whoever is connected.</summary>
    public int LongestWholeBytes { get; init; } = 50;

    /// <summary>Bytes added to a command that is cut into segments.</summary>
    public int OverheadBytes { get; init; } = 16;

    /// <summary>Ticks from one segment of a command to its next.</summary>
    public int TicksPerSegment { get; init; } = 1;

    /// <summary>Ticks from reading a command to its first segment, with nobody connected. At least 1.</summary>
    public int LatencyEmptyTicks { get; init; } = 1;

    /// <summary>Ticks from reading a command to its first segment, with peers connected. At least 1.</summary>
    public int LatencyTicks { get; init; } = 2;

    /// <summary>Whether commands of any length travel whole while nobody is connected.</summary>
    public bool FreeWhenEmpty { get; init; } = true;

    /// <summary>Most commands that send segments side by side; further ones wait in order of arrival.</summary>
    public int MostStreams { get; init; } = 255;

    /// <summary>Seconds of map time between two stalls; 0 for none.</summary>
    public int StallEverySeconds { get; init; }

    /// <summary>How long the map stands in a stall, in milliseconds.</summary>
    public int StallMilliseconds { get; init; }

    public static PacingParameters Documented { get; } = new();

    public static PacingParameters Optimistic { get; } = new()
    {
        LongestWholeBytes = 100,
        OverheadBytes = 8,
        LatencyTicks = 1,
    };

    public static PacingParameters Pessimistic { get; } = new()
    {
        OverheadBytes = 32,
        TicksPerSegment = 2,
        LatencyEmptyTicks = 2,
        LatencyTicks = 6,
        FreeWhenEmpty = false,
        MostStreams = 1,
        StallEverySeconds = 60,
        StallMilliseconds = 500,
    };

    /// <summary>The profile of that name, or null: optimistic, documented or pessimistic.</summary>
    public static PacingParameters? Named(string name) => name switch
    {
        "optimistic" => Optimistic,
        "documented" => Documented,
        "pessimistic" => Pessimistic,
        _ => null,
    };

    /// <summary>Says what is wrong with these numbers, or null.</summary>
    public string? Fault()
    {
        if (LongestWholeBytes < 0 || OverheadBytes < 0)
            return "longest_whole_bytes and overhead_bytes must not be negative";
        if (TicksPerSegment < 1 || LatencyEmptyTicks < 1 || LatencyTicks < 1)
            return "ticks_per_segment, latency_empty_ticks and latency_ticks must be at least 1";
        if (MostStreams is < 1 or > 255)
            return "most_streams must be from 1 to 255";
        if (StallEverySeconds < 0 || StallMilliseconds < 0)
            return "stall_every_seconds and stall_milliseconds must not be negative";
        return null;
    }
}

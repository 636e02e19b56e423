namespace InventorySync.Cli.Cluster;

/// <summary>How a <see cref="LocalCluster"/> is laid out.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>Everything the cluster writes lies below it.</summary>
    public required string Directory { get; init; }

    /// <summary>Names of the game servers.</summary>
    public IReadOnlyList<string> Servers { get; init; } = ["nauvis", "vulcanus"];

    /// <summary>The version of the game that the simulator plays.</summary>
    public string Version { get; init; } = "2.0.77";

    /// <summary>The simulator's clock: <c>realtime</c>, or <c>fast</c>, which does not wait while only parts of long commands travel.</summary>
    public string Clock { get; init; } = "realtime";
}

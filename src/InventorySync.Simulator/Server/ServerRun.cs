namespace InventorySync.Simulator.Server;

/// <summary>Everything one run of a server is made from.</summary>
internal sealed record ServerRun
{
    public required CommandLine CommandLine { get; init; }
    public required ServerPaths Paths { get; init; }
    public required string Version { get; init; }
    public required ServerSettings Settings { get; init; }
    public required SimulatorSettings Simulator { get; init; }
    public required ServerOutput Output { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>Path of the control socket; null for the usual place.</summary>
    public string? ControlSocket { get; init; }
}

namespace InventorySync.Host.Instances;

/// <summary>How a game server ended.</summary>
/// <param name="Code">The process's exit code.</param>
/// <param name="Reason">What its output said last about a failure; null when nothing.</param>
public sealed record ServerExit(int Code, string? Reason);

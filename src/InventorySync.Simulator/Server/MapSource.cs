using InventorySync.Simulator.Saves;

namespace InventorySync.Simulator.Server;

/// <summary>What a server hosts: a save, or a new map from a scenario.</summary>
/// <param name="SavePath">Where the map is saved by default; null when it came from a scenario.</param>
/// <param name="Saved">The save's content; null for a new map.</param>
/// <param name="Files">The scenario's files, and whatever else the save's root folder holds.</param>
internal sealed record MapSource(
    string? SavePath, string RootFolder, SavedMap? Saved, IReadOnlyList<KeyValuePair<string, byte[]>> Files);

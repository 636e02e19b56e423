namespace InventorySync.Protocol.Game.Saves;

/// <summary>What patching did.</summary>
/// <param name="PatchNumber">The save's new patch number.</param>
/// <param name="GameVersion">Version of the game that wrote the save, where that could be read.</param>
/// <param name="MissingFiles">Files that the old record listed and that were not there; a warning only.</param>
public sealed record PatchResult(long PatchNumber, GameVersion? GameVersion, IReadOnlyList<string> MissingFiles);

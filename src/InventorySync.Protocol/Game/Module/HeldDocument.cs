namespace InventorySync.Protocol.Game.Module;

/// <summary>What an instance has of a player as synced.</summary>
/// <param name="Generation">Generation of the last agreement.</param>
/// <param name="Revision">Revision of the last agreement, or <c>-</c> where there is none.</param>
public sealed record HeldDocument(long Generation, string Revision);

namespace InventorySync.Protocol.Link.Messages;

/// <summary>What an instance has as the synced inventory of a player: <c>have</c> of an acquire (link-extensions).</summary>
public sealed record HeldVersion(long Generation, string Revision);

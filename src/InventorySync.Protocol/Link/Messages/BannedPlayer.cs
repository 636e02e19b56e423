namespace InventorySync.Protocol.Link.Messages;

public sealed record BannedPlayer(string PlayerName, string Reason);

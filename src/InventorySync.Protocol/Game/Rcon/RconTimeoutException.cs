namespace InventorySync.Protocol.Game.Rcon;

/// <summary>A command was sent and not answered in time; it may still be executed later.</summary>
public sealed class RconTimeoutException(string message, Exception? inner = null) : RconException(message, inner);

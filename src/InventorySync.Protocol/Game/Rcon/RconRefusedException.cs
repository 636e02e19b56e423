namespace InventorySync.Protocol.Game.Rcon;

/// <summary>No connection: nothing listens there, or the password is wrong.</summary>
public sealed class RconRefusedException(string message, Exception? inner = null) : RconException(message, inner);

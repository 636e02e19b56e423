namespace InventorySync.Protocol.Game.Rcon;

/// <summary>The connection ended; whether an open command was executed is not known.</summary>
public sealed class RconConnectionLostException(string message, Exception? inner = null) : RconException(message, inner);

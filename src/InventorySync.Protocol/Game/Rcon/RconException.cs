namespace InventorySync.Protocol.Game.Rcon;

/// <summary>A command could not be sent to the game, or was not answered.</summary>
public class RconException(string message, Exception? inner = null) : Exception(message, inner);

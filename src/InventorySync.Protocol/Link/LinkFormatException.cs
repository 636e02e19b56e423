namespace InventorySync.Protocol.Link;

/// <summary>A message that breaks the envelope's format. The text names the member and is sent to the peer as the close reason.</summary>
public sealed class LinkFormatException(string message) : Exception(message);

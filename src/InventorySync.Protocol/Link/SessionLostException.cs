namespace InventorySync.Protocol.Link;

/// <summary>The session ended before the answer came. Whether the request was carried out is not known.</summary>
public sealed class SessionLostException(string message) : Exception(message);

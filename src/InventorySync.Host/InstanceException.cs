namespace InventorySync.Host;

/// <summary>An instance cannot do what was asked. The message names the thing and the mend; the host and its other instances go on.</summary>
public sealed class InstanceException(string message, Exception? inner = null) : Exception(message, inner);

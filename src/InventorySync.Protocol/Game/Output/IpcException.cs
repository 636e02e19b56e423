namespace InventorySync.Protocol.Game.Output;

/// <summary>A message from a script could not be read. It goes into the log; the instance runs on.</summary>
public sealed class IpcException(string message, Exception? inner = null) : Exception(message, inner);

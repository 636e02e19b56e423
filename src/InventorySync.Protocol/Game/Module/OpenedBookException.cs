namespace InventorySync.Protocol.Game.Module;

/// <summary>A document of the module holds an opened book that is none.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="inner">Cause, if any.</param>
public sealed class OpenedBookException(string message, Exception? inner = null) : Exception(message, inner);

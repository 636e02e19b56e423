namespace InventorySync.Protocol.Game.Saves;

/// <summary>A save cannot be patched. The message names the file, what is wrong and what is supported; the file is unchanged.</summary>
public sealed class SaveRefusedException(string message, Exception? inner = null) : Exception(message, inner);

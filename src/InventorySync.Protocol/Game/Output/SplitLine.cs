namespace InventorySync.Protocol.Game.Output;

/// <summary>One line of a server's output, without its end.</summary>
/// <param name="Bytes">The line's bytes, its own copy. Empty when it was too long to be kept.</param>
/// <param name="TooLong">0, or the length in bytes of a line over the limit.</param>
public readonly record struct SplitLine(ReadOnlyMemory<byte> Bytes, long TooLong = 0);

namespace InventorySync.Store;

/// <summary>How much the players' current documents take.</summary>
/// <param name="Size">Bytes of JSON of all of them.</param>
/// <param name="LargestName">Empty when there are none.</param>
/// <param name="LargestSize">Bytes of JSON.</param>
public sealed record StoreStatistics(long Players, long Size, string LargestName, long LargestSize);

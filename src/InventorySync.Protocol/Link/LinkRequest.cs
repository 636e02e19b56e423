namespace InventorySync.Protocol.Link;

/// <summary>A request that reached this end.</summary>
/// <param name="Source">The asker, with the request id.</param>
/// <param name="Destination">This end, or at a host one of its instances.</param>
/// <param name="Data">UTF-8 JSON of the payload, well-formed; empty when absent.</param>
public sealed record LinkRequest(LinkAddress Source, LinkAddress Destination, string Name, ReadOnlyMemory<byte> Data);

namespace InventorySync.Protocol.Link;

/// <summary>An event that reached this end, or at the controller also a broadcast that it passes on to the other hosts.</summary>
/// <param name="Data">UTF-8 JSON of the payload, well-formed; empty when absent.</param>
public sealed record LinkEvent(LinkAddress Source, LinkAddress Destination, string Name, ReadOnlyMemory<byte> Data);

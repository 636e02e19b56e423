namespace InventorySync.Protocol.Link;

/// <summary>A request sent over a link and not answered yet: this end's own, or one forwarded for another link.</summary>
/// <param name="Destination">The only address whose response is taken.</param>
/// <param name="Origin">The link on which a forwarded request came.</param>
internal sealed record OpenRequest(LinkAddress Destination, TaskCompletionSource<ReadOnlyMemory<byte>>? Answer, LinkSession? Origin);

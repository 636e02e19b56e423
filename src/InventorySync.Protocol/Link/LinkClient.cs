using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

/// <summary>A host's end of its link.</summary>
public sealed class LinkClient(LinkClientOptions options, ILinkHandler handler, TimeProvider time, ILogger<LinkClient> logger) : ILink
{
    public LinkAddress Self { get; } = LinkAddress.Host(options.HostId);

    public LinkAddress Peer => LinkAddress.Controller;

    public bool PeerHasExtensions => false;

    public bool IsConnected { get; }

    public CancellationToken Ended => new(canceled: true);

    public Task RunAsync(CancellationToken ct) => throw new NotSupportedException($"{options}{handler}{time}{logger}");

    public Task<ReadOnlyMemory<byte>> RequestAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        throw new SessionLostException("The host is not connected.");

    public ValueTask SendEventAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        throw new SessionLostException("The host is not connected.");
}

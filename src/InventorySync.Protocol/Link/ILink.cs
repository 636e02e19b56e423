namespace InventorySync.Protocol.Link;

/// <summary>An open session with a peer; it survives the loss of a socket until it ends (link-protocol §6).</summary>
public interface ILink
{
    /// <summary>This end: <c>[0,0]</c> at the controller, <c>[1,7]</c> at a host.</summary>
    LinkAddress Self { get; }

    /// <summary>The other end.</summary>
    LinkAddress Peer { get; }

    /// <summary>Both ends named <c>inventory_sync_extended</c> with the same major version (link-extensions). If false, nothing of the extensions may be sent.</summary>
    bool PeerHasExtensions { get; }

    /// <summary>Cancelled when the session is over for good: no answer can come any more.</summary>
    CancellationToken Ended { get; }

    /// <summary>Sends a request and waits for its answer, over socket losses. There is no time limit but <paramref name="ct"/>.</summary>
    /// <param name="source">This end, or at a host one of its instances; without request id.</param>
    /// <param name="destination">Whom to ask; an address behind the peer is routed there by the peer.</param>
    /// <param name="data">UTF-8 JSON of the payload; empty when the message has none.</param>
    /// <returns>UTF-8 JSON of the answer's payload; empty when it has none.</returns>
    /// <remarks>Waits while the send buffer or the number of open requests is at its bound (<see cref="LinkLimits"/>).</remarks>
    /// <exception cref="LinkRequestException">The peer answered with an error, or the message is too large.</exception>
    /// <exception cref="SessionLostException">The session has ended, or is ending, before an answer came.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled. The request may have reached the peer; a late answer is dropped.</exception>
    Task<ReadOnlyMemory<byte>> RequestAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct);

    /// <summary>Sends an event. Completes when it is in the send buffer, from where it reaches the peer unless the session ends.</summary>
    /// <remarks>Waits while the send buffer is at its bound.</remarks>
    /// <exception cref="LinkRequestException">The message is too large.</exception>
    /// <exception cref="SessionLostException">The session has ended.</exception>
    ValueTask SendEventAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct);
}

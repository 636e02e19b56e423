namespace InventorySync.Protocol.Link;

/// <summary>Bounds of one link, and what happens at each.</summary>
public sealed record LinkLimits
{
    /// <summary>Largest message taken or sent, in bytes. A larger one that arrives closes the link with 1009 and ends the session; one to be sent is refused with <see cref="LinkRequestException"/>.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest message taken before the peer is registered, in bytes.</summary>
    public int MaxHandshakeBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Messages kept until the peer acknowledges them. At this bound or that of the bytes, requests and events wait. Answers do not
    /// wait, since the reading that frees the buffer might wait for them; at twice the bound the session ends.
    /// </summary>
    public int MaxBufferedMessages { get; init; } = 16 * 1024;

    /// <summary>Bytes of messages kept until the peer acknowledges them; see <see cref="MaxBufferedMessages"/>. One message larger than this is sent when the buffer is empty.</summary>
    public long MaxBufferedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Requests of this end that wait for an answer. At the bound, further ones wait.</summary>
    public int MaxOpenRequests { get; init; } = 4096;

    /// <summary>Handlers running at a time. At the bound, reading stops.</summary>
    public int MaxRunningHandlers { get; init; } = 1024;

    /// <summary>Messages received after which an acknowledging heartbeat is sent before its time, so that the peer's send buffer stays small.</summary>
    public int AcknowledgeAfterMessages { get; init; } = 256;

    /// <summary>Bytes received after which an acknowledging heartbeat is sent before its time.</summary>
    public long AcknowledgeAfterBytes { get; init; } = 4L * 1024 * 1024;
}

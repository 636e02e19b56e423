namespace InventorySync.Protocol.Link;

/// <summary>How a socket's time as a carrier ended.</summary>
internal abstract record SocketEnd
{
    private SocketEnd() { }

    /// <summary>Broken, or given up by this end because the peer seemed dead.</summary>
    public sealed record Lost : SocketEnd;

    public sealed record ClosedByPeer(int Code, string Reason) : SocketEnd;

    /// <summary>The peer broke the protocol: this end closes with the code, and the session is over.</summary>
    public sealed record Violation(int Code, string Reason) : SocketEnd;
}

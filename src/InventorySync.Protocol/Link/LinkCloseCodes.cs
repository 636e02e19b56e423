namespace InventorySync.Protocol.Link;

/// <summary>WebSocket close codes and what a host makes of them (link-protocol §7).</summary>
public static class LinkCloseCodes
{
    public const int Normal = 1000;
    public const int ShuttingDown = 1001;

    /// <summary>Final for a host: it gives up.</summary>
    public const int BadHandshake = 1002;

    /// <summary>Final for a host: it gives up. Another connection holds its id.</summary>
    public const int DuplicateHost = 1008;

    public const int MessageTooBig = 1009;
    public const int UnexpectedError = 1011;

    /// <summary>Final for a host: it gives up.</summary>
    public const int AuthenticationFailed = 3000;

    /// <summary>Malformed or out of sequence after the handshake; the session is over.</summary>
    public const int BadMessage = 4000;

    internal static bool IsFinalForHost(int code) => code is BadHandshake or DuplicateHost or AuthenticationFailed;
}

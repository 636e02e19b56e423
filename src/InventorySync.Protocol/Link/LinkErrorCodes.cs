namespace InventorySync.Protocol.Link;

/// <summary>Values of <c>code</c> in a <c>responseError</c> (link-protocol §2).</summary>
public static class LinkErrorCodes
{
    /// <summary>Malformed payload, unknown name, wrong source.</summary>
    public const string InvalidMessage = "InvalidMessage";

    /// <summary>An expected failure, told in the message.</summary>
    public const string RequestError = "RequestError";

    public const string PermissionError = "PermissionError";

    /// <summary>The session behind which the asked end stands has ended.</summary>
    public const string SessionLost = "SessionLost";
}

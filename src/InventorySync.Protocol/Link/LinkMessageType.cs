namespace InventorySync.Protocol.Link;

/// <summary>The thirteen kinds of messages on a socket (link-protocol §2).</summary>
public enum LinkMessageType
{
    Hello,
    RegisterHost,
    RegisterControl,
    Ready,
    Resume,
    Continue,
    Invalidate,
    Heartbeat,
    Request,
    Response,
    ResponseError,
    Event,
    Disconnect,
}

using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

internal sealed partial class LinkSession
{
    [LoggerMessage(1050, LogLevel.Information, "Session with {Peer} is over: {Reason}")]
    private partial void LogEnded(LinkAddress peer, string reason);

    [LoggerMessage(1051, LogLevel.Information, "Lost the socket to {Peer}; its session waits to be resumed")]
    private partial void LogCarrierLost(LinkAddress peer);

    [LoggerMessage(1052, LogLevel.Warning, "{Peer} sent no heartbeat for two intervals; giving up its socket")]
    private partial void LogPeerSilent(LinkAddress peer);

    [LoggerMessage(1053, LogLevel.Warning, "{Peer} broke the protocol (close code {Code}): {Reason}")]
    private partial void LogViolation(LinkAddress peer, int code, string reason);

    [LoggerMessage(1054, LogLevel.Warning, "{Peer} does not acknowledge messages; ending its session, for no more can be kept for it")]
    private partial void LogBufferFull(LinkAddress peer);

    [LoggerMessage(1055, LogLevel.Debug, "Dropped message {Sequence} of {Peer}, which came before")]
    private partial void LogRepeat(LinkAddress peer, long sequence);

    [LoggerMessage(1056, LogLevel.Debug, "Dropped an answer from {Source} to {Destination} over {Peer}: nobody waits for it from there")]
    private partial void LogStrayAnswer(LinkAddress source, LinkAddress destination, LinkAddress peer);

    [LoggerMessage(1057, LogLevel.Error, "Handling {What} of {Peer} failed")]
    private partial void LogHandlerFailed(Exception problem, string what, LinkAddress peer);

    [LoggerMessage(1058, LogLevel.Debug, "Handling {What} of {Peer} was cut short by the end of the session")]
    private partial void LogRequestCutShort(string what, LinkAddress peer);

    [LoggerMessage(1059, LogLevel.Debug, "The start of the session with {Peer} was cut short by its end")]
    private partial void LogStartCutShort(LinkAddress peer);

    [LoggerMessage(1060, LogLevel.Warning, "Dropped {What} of {Peer}: {Reason}")]
    private partial void LogEventRefused(string what, LinkAddress peer, string reason);

    [LoggerMessage(1061, LogLevel.Debug, "{Peer} asks to disconnect")]
    private partial void LogPreparing(LinkAddress peer);
}

using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

public sealed partial class LinkServer
{
    [LoggerMessage(1001, LogLevel.Information, "{Host} registered from {Address}, version {Version}, extensions: {HasExtensions}")]
    private partial void LogRegistered(LinkAddress host, string address, string version, bool hasExtensions);

    [LoggerMessage(1002, LogLevel.Information, "{Host} resumed its session")]
    private partial void LogResumed(LinkAddress host);

    [LoggerMessage(1003, LogLevel.Warning, "Refused a connection from {Address} (close code {Code}): {Reason}")]
    private partial void LogRefused(string address, int code, string reason);

    [LoggerMessage(1004, LogLevel.Information, "A connection from {Address} went away, or said nothing, before it was registered")]
    private partial void LogHandshakeGivenUp(string address);

    [LoggerMessage(1005, LogLevel.Error, "Serving a connection from {Address} failed")]
    private partial void LogAcceptFailed(Exception problem, string address);

    [LoggerMessage(1006, LogLevel.Warning, "Event {Name} of {Source} was not passed on to {Host}, which is gone or does not keep up")]
    private partial void LogEventNotPassedOn(string name, LinkAddress source, LinkAddress host);

    [LoggerMessage(1007, LogLevel.Warning, "Event {Name} of {Host} was dropped: {Reason}")]
    private partial void LogEventNotTaken(string name, LinkAddress host, string reason);
}

using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

public sealed partial class LinkClient
{
    [LoggerMessage(1030, LogLevel.Information, "Connected to the controller, version {Version}, extensions: {HasExtensions}")]
    private partial void LogRegistered(string version, bool hasExtensions);

    [LoggerMessage(1031, LogLevel.Information, "Resumed the session with the controller")]
    private partial void LogResumed();

    [LoggerMessage(1032, LogLevel.Warning, "The controller at {Endpoint} cannot be reached: {Problem}")]
    private partial void LogUnreachable(Uri endpoint, string problem);

    [LoggerMessage(1033, LogLevel.Information, "Connecting to the controller again in {Seconds:0.0} s")]
    private partial void LogReconnecting(double seconds);

    [LoggerMessage(1034, LogLevel.Information, "Disconnected from the controller")]
    private partial void LogStopped();

    [LoggerMessage(1035, LogLevel.Error, "The controller's part of the handshake is wrong: {Problem}")]
    private partial void LogBadHandshake(string problem);

    [LoggerMessage(1036, LogLevel.Warning, "The controller closed the connection in the handshake (close code {Code}): {Reason}")]
    private partial void LogClosedInHandshake(int code, string reason);

    [LoggerMessage(1037, LogLevel.Warning, "The connection was lost in the handshake")]
    private partial void LogLostInHandshake();
}

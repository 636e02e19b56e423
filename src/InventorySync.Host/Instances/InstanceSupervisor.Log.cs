using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

internal sealed partial class InstanceSupervisor
{
    [LoggerMessage(4000, LogLevel.Warning, "{Instance}: a game server that an earlier host left running (process {Process}) was stopped")]
    private partial void LogLeftover(string instance, int process);

    [LoggerMessage(4001, LogLevel.Error, "{Instance} did not start: {Reason}")]
    private partial void LogStartFailed(string instance, string reason);

    [LoggerMessage(4002, LogLevel.Information, "{Instance} stopped with exit code {Code}")]
    private partial void LogStopped(string instance, int code);

    [LoggerMessage(4003, LogLevel.Information, "{Instance} quit by itself; it is not started again")]
    private partial void LogQuit(string instance);

    [LoggerMessage(4004, LogLevel.Error, "{Instance} died with exit code {Code}: {Reason}")]
    private partial void LogDied(string instance, int code, string reason);

    [LoggerMessage(4005, LogLevel.Information, "{Instance} is started again in {Pause}")]
    private partial void LogRestarting(string instance, TimeSpan pause);

    [LoggerMessage(4006, LogLevel.Warning, "The controller could not be told that {Instance} died: {Reason}")]
    private partial void LogDeathNotReported(string instance, string reason);
}

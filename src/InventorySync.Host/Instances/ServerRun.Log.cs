using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

internal sealed partial class ServerRun
{
    [LoggerMessage(4070, LogLevel.Information, "{Instance} is ready: module {ModuleVersion}, Factorio {GameVersion}, tick {Tick}, game port {Port}")]
    private partial void LogReady(string instance, string moduleVersion, string gameVersion, long tick, int port);

    [LoggerMessage(4071, LogLevel.Error, "{Instance} did not quit within {Limit} and is killed; what happened since its last save is lost")]
    private partial void LogKilling(string instance, TimeSpan limit);

    [LoggerMessage(4072, LogLevel.Warning, "The output of {Instance} was lost: {Reason}")]
    private partial void LogOutputLost(string instance, string reason);

    [LoggerMessage(4073, LogLevel.Warning, "Instance {Instance}: {Reason}")]
    private partial void LogNoGreeting(string instance, string reason);

    [LoggerMessage(4074, LogLevel.Warning, "{Instance} stops before all that its players own was handed in; the rest is uploaded when it starts again: {Reason}")]
    private partial void LogNotClosed(string instance, string reason);

    [LoggerMessage(4075, LogLevel.Information, "{Instance} stops; {Count} inventories of its players wait in the journal for the controller")]
    private partial void LogLeftInJournal(string instance, int count);
}

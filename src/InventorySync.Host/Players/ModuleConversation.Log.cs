using InventorySync.Host.Transfers;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Players;

public sealed partial class ModuleConversation
{
    [LoggerMessage(4030, LogLevel.Warning, "Nobody listens on channel {Channel}")]
    private partial void LogNobodyListens(string channel);

    [LoggerMessage(4031, LogLevel.Error, "Instance {Instance}: {Reason}")]
    private partial void LogBadLine(string instance, string reason);

    [LoggerMessage(4032, LogLevel.Information, "{Player} was restored on {Instance} from transfer {Transfer} in {Ticks} ticks")]
    private partial void LogRestored(string player, string instance, long transfer, long ticks);

    [LoggerMessage(4033, LogLevel.Error, "{Player} was not restored on {Instance} from transfer {Transfer}: {Reason}")]
    private partial void LogNotRestored(string player, string instance, long transfer, string reason);

    [LoggerMessage(EventId = 4034, Message = "{Instance} says: {Message}")]
    private partial void LogFromModule(LogLevel level, string instance, string message);

    [LoggerMessage(4035, LogLevel.Error, "Instance {Instance}: the journal cannot be written, the game keeps its copy: {Reason}")]
    private partial void LogNotKept(string instance, string reason);

    [LoggerMessage(4036, LogLevel.Error, "Instance {Instance}: the module answered: {Reply}")]
    private partial void LogUnexpectedReply(string instance, string reply);

    [LoggerMessage(4037, LogLevel.Warning, "Instance {Instance}: a command to the module was not answered: {Reason}")]
    private partial void LogNotTold(string instance, string reason);

    [LoggerMessage(4038, LogLevel.Information, "Instance {Instance}: saying hello again, because {Reason}")]
    private partial void LogGreetingAgain(string instance, string reason);

    [LoggerMessage(4039, LogLevel.Debug, "The request for {Player} on {Instance} was withdrawn")]
    private partial void LogWithdrawn(string player, string instance);

    [LoggerMessage(4040, LogLevel.Information, "{Player} is acquired by {Instance}, generation {Generation}")]
    private partial void LogAcquired(string player, string instance, long generation);

    [LoggerMessage(4041, LogLevel.Information, "Sending {Player} to {Instance}: transfer {Transfer}, {DocumentBytes} bytes as {EncodedBytes} in {Parts} parts")]
    private partial void LogSending(string player, string instance, long transfer, int documentBytes, int encodedBytes, int parts);

    [LoggerMessage(4042, LogLevel.Warning, "Sending {Player} to {Instance}, transfer {Transfer}, ended: {End}")]
    private partial void LogTransferEnded(string player, string instance, long transfer, TransferEnd end);

    [LoggerMessage(4043, LogLevel.Debug, "Nothing to give back of {Player}: {Reason}")]
    private partial void LogNothingToGiveBack(string player, string reason);

    [LoggerMessage(4044, LogLevel.Information, "{Player} is given back by {Instance}: the request was no longer waited for")]
    private partial void LogGivenBack(string player, string instance);

    [LoggerMessage(4045, LogLevel.Error, "The document of {Player} from {Instance} is refused, the game keeps it: {Reason}")]
    private partial void LogUnreadableBook(string player, string instance, string reason);
}

using InventorySync.Protocol.Game.Output;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

/// <summary>Follows what a server prints: script messages go to the module's conversation, signs to the run, all else into the log.</summary>
internal sealed partial class ServerOutput(string instance, Func<ReadOnlyMemory<byte>, CancellationToken, Task> onScriptMessage, Action<ServerSign> onSign, ILogger logger)
{
    private volatile string? _lastLine;

    /// <summary>
    /// The last line that is none of the game's log: what the system says about a program that it cannot run; null when there is none.
    /// </summary>
    public string? LastLine => _lastLine;

    /// <summary>Reads a stream to its end, one line after the other.</summary>
    public async Task FollowAsync(Stream stream, CancellationToken ct)
    {
        var splitter = new LineSplitter();
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, ct)) > 0)
        {
            foreach (var line in splitter.Append(buffer.AsSpan(0, count)))
                await TakeAsync(line, ct);
        }

        if (splitter.Complete() is { } last)
            await TakeAsync(last, ct);
    }

    private async Task TakeAsync(SplitLine line, CancellationToken ct)
    {
        if (line.TooLong > 0)
        {
            LogTooLong(instance, line.TooLong);
            return;
        }

        switch (GameLineParser.Parse(line.Bytes))
        {
            case GameLine.Ipc ipc:
                await PassOnAsync(ipc.Bytes, ct);
                return;
            case GameLine.Log { Level: "Error" } log:
                LogError(instance, log.Message);
                Report(log);
                return;
            case GameLine.Log { Level: "Warning" } log:
                LogWarning(instance, log.Message);
                return;
            case GameLine.Log log:
                LogLine(instance, log.Message);
                Report(log);
                return;
            case GameLine.Dated dated:
                LogDated(instance, dated.Action, dated.Text);
                return;
            case GameLine.Bare bare:
                if (!string.IsNullOrWhiteSpace(bare.Text))
                    _lastLine = bare.Text.Trim();
                LogLine(instance, bare.Text);
                Report(bare);
                return;
        }
    }

    /// <summary>Whatever goes wrong with one message, the output must be read on, or the game would stand.</summary>
    private async Task PassOnAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        try
        {
            await onScriptMessage(message, ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogMessageFailed(instance, exception);
        }
    }

    private void Report(GameLine line)
    {
        if (ServerSignReader.Read(line) is { } sign)
            onSign(sign);
    }

    [LoggerMessage(4060, LogLevel.Error, "Instance {Instance} printed a line of {Bytes} bytes, which is dropped")]
    private partial void LogTooLong(string instance, long bytes);

    [LoggerMessage(4065, LogLevel.Error, "Instance {Instance}: handling a message of a script failed")]
    private partial void LogMessageFailed(string instance, Exception exception);

    [LoggerMessage(4061, LogLevel.Error, "Instance {Instance}: {Text}")]
    private partial void LogError(string instance, string text);

    [LoggerMessage(4062, LogLevel.Warning, "Instance {Instance}: {Text}")]
    private partial void LogWarning(string instance, string text);

    [LoggerMessage(4063, LogLevel.Debug, "Instance {Instance}: {Text}")]
    private partial void LogLine(string instance, string text);

    [LoggerMessage(4064, LogLevel.Information, "Instance {Instance}: {Action} {Text}")]
    private partial void LogDated(string instance, string action, string text);
}

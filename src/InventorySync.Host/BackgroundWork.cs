using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host;

/// <summary>Tasks that nobody awaits one by one: they are cancelled and awaited together, and what they throw is logged.</summary>
internal sealed partial class BackgroundWork(ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled when the owner ends.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public void Run(string what, Func<CancellationToken, Task> work)
    {
        // Never on the caller's time: it may hold a lock, or be the loop of an actor.
        var task = Task.Run(() => GuardAsync(what, work));
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public void Cancel() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        while (!_running.IsEmpty)
            await Task.WhenAll(_running.Keys);
    }

    private async Task GuardAsync(string what, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogEnded(what);
        }
        catch (Exception exception)
        {
            LogFailed(what, exception);
        }
    }

    [LoggerMessage(4090, LogLevel.Debug, "{What} ended with its owner")]
    private partial void LogEnded(string what);

    [LoggerMessage(4091, LogLevel.Error, "{What} failed")]
    private partial void LogFailed(string what, Exception exception);
}

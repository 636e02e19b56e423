using InventorySync.Protocol.Game.Rcon;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

/// <summary>The console of one run of a server: its RCON connection, made again when it is lost.</summary>
internal sealed partial class GameConsole(RconOptions options, TimeProvider time, ILogger logger, string instance) : IGameConsole, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly BackgroundWork _work = new(logger);
    private RconClient? _client;

    /// <summary>Connects, and keeps connected until disposed.</summary>
    /// <param name="reconnected">Called after each new connection but the first: what was open is lost.</param>
    /// <param name="ct">Cancels the first connecting.</param>
    /// <exception cref="RconRefusedException">The first connection cannot be had.</exception>
    public async Task ConnectAsync(Func<CancellationToken, Task> reconnected, CancellationToken ct)
    {
        _client = await RconClient.ConnectAsync(options, time, ct);
        _work.Run("Keeping the RCON connection", stopping => KeepAsync(reconnected, stopping));
    }

    /// <summary>There was a connection once, so a loss while sending may mean that the command was executed.</summary>
    public bool WasConnected => Volatile.Read(ref _client) is not null;

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> SendAsync(ReadOnlyMemory<byte> command, CancellationToken ct) =>
        (Volatile.Read(ref _client) ?? throw new RconConnectionLostException("RCON is not connected.")).SendAsync(command, ct);

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync();
        if (Interlocked.Exchange(ref _client, null) is { } client)
            await client.DisposeAsync();
    }

    private async Task KeepAsync(Func<CancellationToken, Task> reconnected, CancellationToken ct)
    {
        while (true)
        {
            await _client!.Closed.WaitAsync(ct);
            LogLost(instance);
            var pause = FirstPause;
            while (true)
            {
                await Task.Delay(pause, time, ct);
                try
                {
                    var client = await RconClient.ConnectAsync(options, time, ct);
                    if (Interlocked.Exchange(ref _client, client) is { } lost)
                        await lost.DisposeAsync();
                    break;
                }
                catch (RconRefusedException exception)
                {
                    LogRefused(instance, exception.Message);
                    pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
                }
            }

            await reconnected(ct);
        }
    }

    [LoggerMessage(4050, LogLevel.Warning, "Instance {Instance}: the RCON connection is lost")]
    private partial void LogLost(string instance);

    [LoggerMessage(4051, LogLevel.Warning, "Instance {Instance}: {Reason}")]
    private partial void LogRefused(string instance, string reason);
}

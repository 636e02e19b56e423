using System.Threading.Channels;
using InventorySync.Controller.Instances;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InventorySync.Controller.Players;

/// <summary>
/// Who waits for which player, first come first served (link-extensions). In memory only: it saves waiting instances some
/// seconds, and they ask again by themselves.
/// </summary>
internal sealed partial class WaitingLine(ControllerOptions options, TimeProvider time, ILogger<WaitingLine> logger) : BackgroundService
{
    /// <summary>Beyond this, instances that wait are not remembered; they ask again by themselves.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<PlayerName, Line> _lines = [];

    // At the bound the message is dropped, like any that is lost on its way.
    private readonly Channel<(Waiter First, PlayerName Player)> _messages =
        Channel.CreateBounded<(Waiter, PlayerName)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite });

    private int _waiting;

    /// <summary>
    /// Puts an instance in line, where it keeps its place if it stands there already. Done before it is known that it has
    /// to wait: the player may become available in between.
    /// </summary>
    public void Join(PlayerName player, InstanceId instance, ILink link)
    {
        lock (_lock)
        {
            var line = _lines.GetValueOrDefault(player);
            if (line?.Find(instance) is { } standing)
            {
                standing.Link = link;
                return;
            }

            if (_waiting == MaxWaiting)
                return;

            if (line is null)
                _lines.Add(player, line = new Line());
            line.Waiters.Add(new Waiter(instance, link));
            _waiting++;
        }
    }

    /// <summary>The instance asks for the player: if it is its turn, it took it.</summary>
    public void Asks(PlayerName player, InstanceId instance)
    {
        lock (_lock)
        {
            if (_lines.TryGetValue(player, out var line) && line.Told?.Instance == instance)
                line.EndTurn();
        }
    }

    /// <summary>The instance was granted the player, or gave up.</summary>
    public void Leave(PlayerName player, InstanceId instance)
    {
        lock (_lock)
        {
            if (_lines.TryGetValue(player, out var line) && line.Find(instance) is { } waiter)
                Remove(player, line, waiter);
        }
    }

    /// <summary>The instance stopped or was lost.</summary>
    public void LeaveAll(InstanceId instance)
    {
        lock (_lock)
        {
            foreach (var (player, line) in _lines.ToArray())
            {
                if (line.Find(instance) is not { } waiter)
                    continue;

                var hadTurn = line.Told == waiter;
                Remove(player, line, waiter);
                if (hadTurn)
                    TellFirst(player);
            }
        }
    }

    /// <summary>Nobody holds the player any more: the first in line is told.</summary>
    public void PlayerAvailable(PlayerName player)
    {
        lock (_lock)
            TellFirst(player);
    }

    /// <summary>These players become available by themselves at a known time: then the first in line is told.</summary>
    public void ExpectAvailable(HeldPlayers held)
    {
        foreach (var player in held.Names)
            ExpectAvailable(player, held.Expires);
    }

    public void ExpectAvailable(PlayerName player, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(player, out var line))
                return;

            var wait = at - time.GetUtcNow();
            line.Expiry?.Dispose();
            line.Expiry = time.CreateTimer(
                _ => PlayerAvailable(player), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            foreach (var line in _lines.Values)
                line.Dispose();
            _lines.Clear();
        }

        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (first, player) in _messages.Reader.ReadAllAsync(stoppingToken))
            await TellAsync(first, player, stoppingToken);
    }

    private async Task TellAsync(Waiter first, PlayerName player, CancellationToken stoppingToken)
    {
        // A link whose buffer is full must not hold up the messages to others.
        using var patience = new CancellationTokenSource(options.TurnTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            await first.Link.SendEventAsync(
                first.Link.Self,
                LinkAddress.Instance(first.Instance.Value),
                PlayerAvailableEvent.Name,
                new PlayerAvailableEvent(player.Spelling).ToJson(),
                either.Token);
        }
        catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotTold(problem, first.Instance.Value);
        }
    }

    private void TellFirst(PlayerName player)
    {
        if (!_lines.TryGetValue(player, out var line))
            return;

        var first = line.Waiters[0];
        line.EndTurn();
        line.Told = first;
        line.Turn = time.CreateTimer(_ => PassOn(player, first), null, options.TurnTimeout, Timeout.InfiniteTimeSpan);
        _messages.Writer.TryWrite((first, player));
    }

    /// <summary>The one that was told did not ask in time.</summary>
    private void PassOn(PlayerName player, Waiter silent)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(player, out var line) || line.Told != silent)
                return;

            Remove(player, line, silent);
            TellFirst(player);
        }
    }

    private void Remove(PlayerName player, Line line, Waiter waiter)
    {
        if (line.Told == waiter)
            line.EndTurn();
        line.Waiters.Remove(waiter);
        _waiting--;
        if (line.Waiters.Count > 0)
            return;

        _lines.Remove(player);
        line.Dispose();
    }

    [LoggerMessage(3040, LogLevel.Debug, "Instance {Instance} could not be told that a player is available; its host is gone")]
    private partial void LogNotTold(Exception problem, int instance);

    private sealed class Waiter(InstanceId instance, ILink link)
    {
        public InstanceId Instance { get; } = instance;

        public ILink Link { get; set; } = link;
    }

    private sealed class Line : IDisposable
    {
        /// <summary>Never empty while the line is known.</summary>
        public List<Waiter> Waiters { get; } = [];

        /// <summary>Whose turn it is; null while the player is held.</summary>
        public Waiter? Told { get; set; }

        public ITimer? Turn { get; set; }

        public ITimer? Expiry { get; set; }

        public Waiter? Find(InstanceId instance) => Waiters.Find(waiter => waiter.Instance == instance);

        public void EndTurn()
        {
            Told = null;
            Turn?.Dispose();
            Turn = null;
        }

        public void Dispose()
        {
            EndTurn();
            Expiry?.Dispose();
        }
    }
}

using System.Threading.Channels;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Host.Players;

/// <summary>One request of the module for a player, from its line until it is granted or no longer wanted.</summary>
internal sealed class AcquireAttempt(ModuleLine.Acquire line) : IDisposable
{
    private readonly CancellationTokenSource _withdrawn = new();
    private readonly Channel<bool> _available = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ModuleLine.Acquire Line { get; } = line;

    /// <summary>Cancelled when the answer is no longer wanted.</summary>
    public CancellationToken Withdrawn => _withdrawn.Token;

    /// <summary>The controller was told to remember that this instance waits.</summary>
    public bool IsWaitingAtController { get; set; }

    /// <summary>What the module was last told, so that it is not told twice.</summary>
    public string? LastTold { get; set; }

    /// <summary>Whoever waits is resumed elsewhere, so this may be called under a lock.</summary>
    public void Withdraw() => _ = _withdrawn.CancelAsync();

    /// <summary>The player is free now.</summary>
    public void Wake() => _available.Writer.TryWrite(true);

    /// <summary>Waits until the player is said to be free, or for <paramref name="pause"/> at most.</summary>
    public async Task PauseAsync(TimeSpan pause, TimeProvider time, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await _available.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return;
        }
    }

    public void Dispose() => _withdrawn.Dispose();
}

using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Host.Tests;

/// <summary>Time that stands until the test lets it pass, and that tells what is waited for: so it passes only when the wait has begun.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits for a time that is meant, then lets just that time pass.</summary>
    public async Task PassAsync(Func<TimeSpan, bool> isMeant)
    {
        while (true)
        {
            var wait = await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (!isMeant(wait))
                continue;
            Advance(wait);
            return;
        }
    }
}

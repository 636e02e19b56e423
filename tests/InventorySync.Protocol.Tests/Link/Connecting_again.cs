using InventorySync.Protocol.Link;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Protocol.Tests.Link;

public class Connecting_again
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(60);

    [Fact]
    public void Pauses_grow_up_to_the_maximum()
    {
        var delay = new ReconnectDelay(Max, new FakeTimeProvider(), () => 1);

        var pauses = Enumerable.Range(0, 8).Select(_ => delay.Next().TotalSeconds);

        Assert.Equal([2, 4, 8, 16, 32, 60, 60, 60], pauses);
    }

    [Fact]
    public void Pauses_are_drawn_from_the_whole_range()
    {
        var draws = new Queue<double>([0, 0.5, 0.25]);
        var delay = new ReconnectDelay(Max, new FakeTimeProvider(), draws.Dequeue);

        Assert.Equal([0, 2, 2], new[] { delay.Next(), delay.Next(), delay.Next() }.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void After_a_long_time_without_trying_pauses_start_short_again()
    {
        var time = new FakeTimeProvider();
        var delay = new ReconnectDelay(Max, time, () => 1);
        delay.Next();
        delay.Next();

        time.Advance(2 * Max + TimeSpan.FromSeconds(1));

        Assert.Equal(2, delay.Next().TotalSeconds);
    }
}

using InventorySync.Simulator.Server;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Simulator.Tests.Server;

public class The_tick_clock
{
    private readonly FakeTimeProvider _time = new();
    private readonly TickClock _clock;

    public The_tick_clock() => _clock = new TickClock(_time);

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(0.5, 30)]
    public void Runs_sixty_ticks_a_second_times_the_speed(double speed, int ticks)
    {
        _clock.Set(ClockMode.Realtime, speed);

        Assert.InRange(TicksIn(TimeSpan.FromSeconds(1)), ticks - 1, ticks + 1);
    }

    [Fact]
    public void Makes_up_for_a_short_delay_and_forgets_a_long_one()
    {
        TakeTick();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(6, DueNow());

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, DueNow());
    }

    [Fact]
    public void Stands_in_a_stall()
    {
        TakeTick();
        _clock.Stall(TimeSpan.FromMilliseconds(500));
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.True(_clock.UntilNextTick(onlySegments: false) > TimeSpan.Zero);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.Zero, _clock.UntilNextTick(onlySegments: false));
    }

    [Fact]
    public void By_hand_runs_only_the_ticks_asked_for()
    {
        _clock.Set(ClockMode.Manual, 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(_clock.UntilNextTick(onlySegments: true));

        _clock.ManualTicks = 3;
        Assert.Equal(3, DueNow());
        Assert.Null(_clock.UntilNextTick(onlySegments: false));
    }

    [Fact]
    public void When_fast_gives_no_time_to_ticks_that_only_carry_segments()
    {
        _clock.Set(ClockMode.Fast, 1);
        TakeTick();
        for (var count = 0; count < 1_000; count++)
        {
            Assert.Equal(TimeSpan.Zero, _clock.UntilNextTick(onlySegments: true));
            _clock.TickBegins(onlySegments: true);
        }

        Assert.True(_clock.UntilNextTick(onlySegments: false) > TimeSpan.FromMilliseconds(16));
    }

    [Fact]
    public void When_not_fast_gives_those_ticks_their_time()
    {
        TakeTick();

        Assert.True(_clock.UntilNextTick(onlySegments: true) > TimeSpan.FromMilliseconds(16));
    }

    private void TakeTick()
    {
        Assert.Equal(TimeSpan.Zero, _clock.UntilNextTick(onlySegments: false));
        _clock.TickBegins(onlySegments: false);
    }

    private int DueNow()
    {
        var ticks = 0;
        for (; _clock.UntilNextTick(onlySegments: false) == TimeSpan.Zero; ticks++)
            _clock.TickBegins(onlySegments: false);
        return ticks;
    }

    private int TicksIn(TimeSpan duration)
    {
        var ticks = 0;
        for (var passed = TimeSpan.Zero; passed < duration; passed += TimeSpan.FromMilliseconds(1))
        {
            ticks += DueNow();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        return ticks;
    }
}

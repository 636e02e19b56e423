namespace InventorySync.Simulator.Server;

/// <summary>Tells when the next tick may run.</summary>
internal sealed class TickClock(TimeProvider time)
{
    // Later than this, time is lost rather than made up for: the game slows down.
    private const int MostTicksBehind = 10;

    private long _next = time.GetTimestamp();
    private long _stalledUntil;

    public ClockMode Mode { get; private set; }
    public double Speed { get; private set; } = 1;

    /// <summary>Ticks asked for and not run, with the manual clock.</summary>
    public long ManualTicks { get; set; }

    private long Period => (long)(time.TimestampFrequency / (60 * Speed));

    public void Set(ClockMode mode, double speed)
    {
        Mode = mode;
        Speed = speed;
        _next = time.GetTimestamp();
        if (mode != ClockMode.Manual)
            ManualTicks = 0;
    }

    /// <summary>Time until the next tick; zero when it is due, null when only a request can bring it about.</summary>
    /// <param name="onlySegments">Nothing but segments of long commands travels in it.</param>
    public TimeSpan? UntilNextTick(bool onlySegments)
    {
        if (Mode == ClockMode.Manual)
            return ManualTicks > 0 ? TimeSpan.Zero : null;
        var now = time.GetTimestamp();
        var due = Mode == ClockMode.Fast && onlySegments ? _stalledUntil : Math.Max(_next, _stalledUntil);
        return due <= now ? TimeSpan.Zero : time.GetElapsedTime(now, due);
    }

    /// <summary>Notes that a tick begins.</summary>
    /// <param name="onlySegments">As said to <see cref="UntilNextTick"/>: with the fast clock such a tick is free.</param>
    public void TickBegins(bool onlySegments)
    {
        if (Mode == ClockMode.Manual)
        {
            ManualTicks = Math.Max(0, ManualTicks - 1);
            return;
        }
        if (Mode == ClockMode.Fast && onlySegments)
            return;
        var now = time.GetTimestamp();
        _next = now - _next > MostTicksBehind * Period ? now + Period : _next + Period;
    }

    /// <summary>Lets the map stand for a while, as a blocking save does.</summary>
    public void Stall(TimeSpan duration)
    {
        if (duration > TimeSpan.Zero)
            _stalledUntil = time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency);
    }
}

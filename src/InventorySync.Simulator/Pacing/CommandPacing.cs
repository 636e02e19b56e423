namespace InventorySync.Simulator.Pacing;

/// <summary>
/// Tells in which tick each command runs (factorio-server §7.2). Counts ticks and knows no clock.
/// </summary>
/// <typeparam name="TCommand">What waits; handed back when it is due.</typeparam>
public sealed class CommandPacing<TCommand>(PacingParameters parameters, SegmentSizes segmentSizes)
{
    private readonly PriorityQueue<TCommand, (long Tick, long Arrival)> _waiting = new();

    // For each stream in use the tick from which it may send another command's segments, the earliest first.
    private readonly PriorityQueue<long, long> _streams = new();
    private long _arrivals;

    /// <summary>The parameters in force for commands that arrive from now on.</summary>
    public PacingParameters Parameters { get; private set; } = parameters;

    /// <summary>Commands that have arrived and not run.</summary>
    public int Count => _waiting.Count;

    /// <summary>The tick in which the next command runs, or null.</summary>
    public long? NextDue => _waiting.TryPeek(out _, out var priority) ? priority.Tick : null;

    /// <summary>Commands on their way keep the tick they were given.</summary>
    public void Use(PacingParameters parameters)
    {
        Parameters = parameters;
        _streams.Clear();
    }

    /// <summary>Takes a command in that was read at the start of <paramref name="tick"/>.</summary>
    /// <param name="bytes">Length of the packet's body.</param>
    /// <param name="peers">Connected peers, the server not counted.</param>
    /// <returns>The tick in which it runs.</returns>
    public long Arrive(TCommand command, long tick, int bytes, int peers)
    {
        var due = Schedule(tick, bytes, peers);
        _waiting.Enqueue(command, (due, _arrivals++));
        return due;
    }

    /// <summary>Hands out the next command that runs in <paramref name="tick"/> (or before), in order of arrival.</summary>
    public bool TryTake(long tick, out TCommand command)
    {
        if (NextDue is { } due && due <= tick)
        {
            command = _waiting.Dequeue();
            return true;
        }
        command = default!;
        return false;
    }

    /// <summary>How long the map stands after that many ticks were run; zero nearly always.</summary>
    public TimeSpan StallAfter(long ticksRun) =>
        Parameters.StallEverySeconds > 0 && ticksRun > 0 && ticksRun % (Parameters.StallEverySeconds * 60L) == 0
            ? TimeSpan.FromMilliseconds(Parameters.StallMilliseconds)
            : TimeSpan.Zero;

    private long Schedule(long tick, int bytes, int peers)
    {
        var first = tick + (peers == 0 ? Parameters.LatencyEmptyTicks : Parameters.LatencyTicks);
        if (bytes <= Parameters.LongestWholeBytes || (peers == 0 && Parameters.FreeWhenEmpty))
            return first;

        long size = Math.Max(1, segmentSizes.For(Math.Max(peers, 1)));
        var segments = ((long)bytes + Parameters.OverheadBytes + size - 1) / size;

        if (_streams.Count >= Parameters.MostStreams)
            first = Math.Max(first, _streams.Dequeue());
        var last = first + Parameters.TicksPerSegment * (segments - 1);

        // The next command in this stream keeps the distance of segments, so that a single stream has the same rate
        // whether it carries one long command or many.
        var free = last + Parameters.TicksPerSegment;
        _streams.Enqueue(free, free);
        while (_streams.TryPeek(out var ended, out _) && ended <= tick)
            _streams.Dequeue();
        return last;
    }
}

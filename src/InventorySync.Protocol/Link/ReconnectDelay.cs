namespace InventorySync.Protocol.Link;

/// <summary>
/// The random pauses between tries to connect (link-protocol §8.3): up to 2 s before the first, twice as much before each further one, up to
/// the maximum; and from the start again after a pause of more than two maxima since the last try.
/// </summary>
/// <param name="random">From 0 to below 1.</param>
internal sealed class ReconnectDelay(TimeSpan max, TimeProvider time, Func<double> random)
{
    private int _tries;
    private long? _last;

    public TimeSpan Next()
    {
        var now = time.GetTimestamp();
        if (_last is { } last && time.GetElapsedTime(last, now) > 2 * max)
            _tries = 0;
        _last = now;

        // Beyond 2^30 s any maximum has been reached.
        _tries = Math.Min(_tries + 1, 30);
        var bound = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, _tries), max.TotalSeconds));
        return bound * random();
    }
}

namespace InventorySync.Host.Players;

/// <summary>Watches the numbers of the module's lines, which count from 1 since the last hello (docs/module-protocol.md).</summary>
internal sealed class LineOrder
{
    private long _last;
    private bool _restartExpected;

    /// <summary>What to do with a line.</summary>
    public enum Verdict
    {
        /// <summary>It is the next one.</summary>
        Take,

        /// <summary>It came before: drop it.</summary>
        Repeat,

        /// <summary>It counts, but one before it is missing for good, since a server's output keeps its order: say hello again.</summary>
        TakeAfterGap,
    }

    /// <summary>A hello was sent: lines of the old count may still come, then the count starts again.</summary>
    public void ExpectRestart() => _restartExpected = true;

    /// <summary>Judges the number of the line that came.</summary>
    public Verdict Take(long sequence)
    {
        if (sequence == _last + 1)
        {
            if (sequence == 1)
                _restartExpected = false;
            _last = sequence;
            return Verdict.Take;
        }

        if (sequence <= _last && !_restartExpected)
            return Verdict.Repeat;
        if (sequence <= _last)
            _restartExpected = false;
        _last = sequence;
        return sequence == 1 ? Verdict.Take : Verdict.TakeAfterGap;
    }
}

using System.Diagnostics;

namespace InventorySync.Simulator.World;

/// <summary>
/// Measures handlers and commands of the scenario, tick by tick. To a tick belongs all that ran since the one before:
/// commands, events of joins and leaves, <c>on_tick</c> and timers. Control operations of type <c>lua</c> do not count,
/// but the events that they raise do.
/// </summary>
public sealed class ScriptCosts
{
    /// <summary>Instructions are counted in steps of this many, which costs little.</summary>
    public const int Step = 100;

    // The engine's hook knows no owner; a game runs on one thread at a time, and only differences are used.
    [ThreadStatic]
    private static long _executedOnThread;

    private int _depth;
    private long _instructionsBefore;
    private long _startedAt;
    private long _switchedAt;
    private bool _inApi;

    internal ScriptCosts()
    {
    }

    /// <summary>Of all ticks that ended.</summary>
    public ScriptCost Total { get; private set; }

    /// <summary>Of the tick that ended last.</summary>
    public ScriptCost LastTick { get; private set; }

    /// <summary>The largest of each figure in one tick.</summary>
    public ScriptCost WorstTick { get; private set; }

    /// <summary>Since the last tick ended.</summary>
    public ScriptCost Running { get; private set; }

    /// <summary>Forgets all figures.</summary>
    public void Clear() => Total = LastTick = WorstTick = Running = default;

    internal static void CountStep() => _executedOnThread += Step;

    internal void EndTick()
    {
        LastTick = Running;
        Running = default;
        Total += LastTick;
        WorstTick = ScriptCost.Larger(WorstTick, LastTick);
    }

    /// <summary>Script code begins to run, perhaps called by the API that a script called.</summary>
    /// <returns>What <see cref="LeaveScript"/> takes.</returns>
    internal bool EnterScript()
    {
        if (_depth++ > 0)
            return Switch(toApi: false);
        _startedAt = _switchedAt = Stopwatch.GetTimestamp();
        _instructionsBefore = _executedOnThread;
        return _inApi = false;
    }

    internal void LeaveScript(bool before)
    {
        if (--_depth > 0)
        {
            Switch(before);
            return;
        }

        Running += new ScriptCost(_executedOnThread - _instructionsBefore, 0, Stopwatch.GetElapsedTime(_startedAt), TimeSpan.Zero);
    }

    /// <summary>A function of the API begins.</summary>
    /// <returns>What <see cref="LeaveApi"/> takes.</returns>
    internal bool EnterApi()
    {
        if (_depth == 0)
            return false;
        Running += new ScriptCost(0, 1, TimeSpan.Zero, TimeSpan.Zero);
        return Switch(toApi: true);
    }

    internal void LeaveApi(bool before)
    {
        if (_depth > 0)
            Switch(before);
    }

    private bool Switch(bool toApi)
    {
        var now = Stopwatch.GetTimestamp();
        if (_inApi)
            Running += new ScriptCost(0, 0, TimeSpan.Zero, Stopwatch.GetElapsedTime(_switchedAt, now));
        var before = _inApi;
        (_switchedAt, _inApi) = (now, toApi);
        return before;
    }
}

using InventorySync.Simulator.World;

namespace InventorySync.Benchmarks.Costs;

/// <summary>What a join, a rejoin or a leave took.</summary>
/// <param name="Ticks">Ticks it lasted.</param>
/// <param name="Total">Of all its ticks.</param>
/// <param name="WorstTick">The largest figures of one tick.</param>
internal sealed record PhaseCost(long Ticks, ScriptCost Total, ScriptCost WorstTick)
{
    /// <summary>Of some runs the one whose worst tick was shortest: what else the machine did only adds.</summary>
    public static PhaseCost Best(IEnumerable<PhaseCost> runs) => runs.MinBy(run => run.WorstTick.Time)!;
}

using System.Runtime.InteropServices;

namespace InventorySync.Simulator.World;

/// <summary>What the scenario's code took.</summary>
/// <param name="Instructions">Instructions of the Lua machine, in steps of <see cref="ScriptCosts.Step"/>.</param>
/// <param name="ApiCalls">Reads, writes and calls of API objects, and iterations with <c>pairs</c>.</param>
/// <param name="Time">Wall time, with that of the API.</param>
/// <param name="ApiTime">The API's part of it. The API here is the simulator's, in C#; the game's is another.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScriptCost(long Instructions, long ApiCalls, TimeSpan Time, TimeSpan ApiTime)
{
    /// <summary>Both together.</summary>
    public static ScriptCost operator +(ScriptCost left, ScriptCost right) => Add(left, right);

    /// <inheritdoc cref="op_Addition"/>
    public static ScriptCost Add(ScriptCost left, ScriptCost right) =>
        new(left.Instructions + right.Instructions, left.ApiCalls + right.ApiCalls, left.Time + right.Time, left.ApiTime + right.ApiTime);

    /// <summary>The larger of each figure; they may come from different ticks.</summary>
    public static ScriptCost Larger(ScriptCost left, ScriptCost right) => new(
        Math.Max(left.Instructions, right.Instructions),
        Math.Max(left.ApiCalls, right.ApiCalls),
        left.Time > right.Time ? left.Time : right.Time,
        left.ApiTime > right.ApiTime ? left.ApiTime : right.ApiTime);
}

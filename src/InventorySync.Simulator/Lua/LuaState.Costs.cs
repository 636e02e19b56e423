using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Lua;

/// <summary>Counting instructions, and the time in callbacks.</summary>
internal sealed unsafe partial class LuaState
{
    // LUA_MASKCOUNT.
    private const int EveryFewInstructions = 8;

    private ScriptCosts? _costs;

    /// <summary>Counts from now on. Takes the place of a hook that a script has set.</summary>
    public void Measure(ScriptCosts costs)
    {
        _costs = costs;
        _ = _lua.SetHook(_state, (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&CountStep, EveryFewInstructions, ScriptCosts.Step);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void CountStep(nint state, nint activation) => ScriptCosts.CountStep();
}

using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.World;

/// <summary>Counts the scenario's reads, writes and calls of the game's objects, and makes chosen ones fail.</summary>
public sealed class CallFaults
{
    internal CallFaults()
    {
    }

    /// <summary>Since the last <see cref="Clear"/>.</summary>
    public long Counted { get; private set; }

    /// <summary>The number of the one that fails, from 1; 0 for none.</summary>
    public long FailAt { get; set; }

    /// <summary>Counts from 0 again, and lets everything succeed.</summary>
    public void Clear() => (Counted, FailAt) = (0, 0);

    internal void Count(string className)
    {
        if (++Counted == FailAt)
            throw new ScriptErrorException($"{className}: call {Counted} was made to fail.");
    }
}

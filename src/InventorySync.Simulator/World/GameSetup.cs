namespace InventorySync.Simulator.World;

/// <summary>What a simulated game is made from.</summary>
public sealed record GameSetup
{
    /// <summary>Version of the game, such as <c>2.0.77</c>. Its first two numbers choose the runtime API: 2.0 or 2.1.</summary>
    public required string Version { get; init; }

    /// <summary>Files of the save, by path below its root folder with forward slashes, such as <c>modules/x/y.lua</c>.</summary>
    public required IReadOnlyDictionary<string, byte[]> ScenarioFiles { get; init; }

    /// <summary>Where output goes.</summary>
    public required IGameOutput Output { get; init; }

    /// <summary>What <c>game.is_multiplayer()</c> answers.</summary>
    public bool Multiplayer { get; init; } = true;

    /// <summary>Seed of the map's random generator.</summary>
    public uint Seed { get; init; }

    /// <summary>Let <c>pairs</c> go through keys in a shuffled order in place of the sorted one.</summary>
    public bool ShufflePairs { get; init; }

    /// <summary>
    /// The items this server knows, null for those of the game. Names from outside the game's own are looked up in the
    /// test mod set (<c>backpack</c>, <c>ration-card</c>, …); unknown ones become plain items with a stack size of 50.
    /// </summary>
    public IReadOnlySet<string>? Items { get; init; }

    /// <summary>Load the test mod set: items of the kinds that only mods have, and burner equipment.</summary>
    public bool TestMods { get; init; }

    /// <summary>Slots in a row of the quick bar, which is 10 before 2.1.</summary>
    public int QuickBarWidth { get; init; } = 10;

    /// <summary>Which Lua runs the scenario.</summary>
    public LuaEngineChoice Engine { get; init; }

    /// <summary>Instructions that one handler or command may execute; null for no limit, as in the game.</summary>
    public long? InstructionBudget { get; init; }

    /// <summary>Measure what the scenario's code takes, tick by tick. Not together with an instruction budget.</summary>
    public bool MeasureScripts { get; init; }

    /// <summary>Let <c>export_stack</c> write imported strings anew, as the game does, in place of giving them back unchanged.</summary>
    public bool ReencodeExports { get; init; }
}

namespace InventorySync.Simulator.World;

/// <summary>Which Lua runs the scenario (dependencies.md, recipe 5).</summary>
public enum LuaEngineChoice
{
    /// <summary>The system's Lua 5.2 where there is one, else the packaged 5.4.</summary>
    Best,

    /// <summary>The system's Lua 5.2; fails where it is missing.</summary>
    System52,

    /// <summary>The packaged Lua 5.4.</summary>
    Packaged54,
}

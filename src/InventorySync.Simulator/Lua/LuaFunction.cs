namespace InventorySync.Simulator.Lua;

/// <summary>A Lua function kept from the collector until the state is closed or it is forgotten.</summary>
internal sealed class LuaFunction(int reference)
{
    public int Reference { get; } = reference;
}

namespace InventorySync.Simulator.Lua;

/// <summary>Something that Lua sees as userdata. Equal objects are the same userdata as long as Lua holds it.</summary>
internal interface ILuaObject
{
    /// <summary>Number of the userdata in its state, 0 before there was one. Kept by <see cref="LuaState"/>.</summary>
    int Handle { get; set; }
}

namespace InventorySync.Simulator.Lua;

/// <summary>Lua's types, numbered as in its C API.</summary>
internal enum LuaType
{
    None = -1,
    Nil = 0,
    Boolean = 1,
    LightUserdata = 2,
    Number = 3,
    Text = 4,
    Table = 5,
    Function = 6,
    Userdata = 7,
    Thread = 8,
}

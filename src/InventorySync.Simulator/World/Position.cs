using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A place on a surface.</summary>
internal sealed record Position(double X, double Y)
{
    /// <summary>From <c>{x=,y=}</c> or <c>{x,y}</c>.</summary>
    public static Position From(object? value, string what)
    {
        var table = Values.Table(value, what);
        return new Position(Values.Number(table["x"] ?? table[1], $"{what}.x"), Values.Number(table["y"] ?? table[2], $"{what}.y"));
    }

    public LuaTable ToTable() => new() { ["x"] = X, ["y"] = Y };
}

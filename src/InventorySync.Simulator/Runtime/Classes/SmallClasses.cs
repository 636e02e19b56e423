using System.Text;
using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>Classes with a handful of members.</summary>
internal static class SmallClasses
{
    public static ApiClass<GlobalObject> DefineRcon() => new ApiClass<GlobalObject>("LuaRCON")
        .Method("print", "message", (r, a) => Print(r.Runtime, a));

    public static ApiClass<GlobalObject> DefineSettings() => new ApiClass<GlobalObject>("LuaSettings")
        .Read("startup", _ => Empty())
        .Read("global", _ => Empty())
        .Read("player_default", _ => Empty())
        .Method("get_player_settings", "player", (_, _) => Empty());

    public static ApiClass<GlobalObject> DefineRendering() => new ApiClass<GlobalObject>("LuaRendering");

    public static ApiClass<CustomTable> DefineCustomTable() => new ApiClass<CustomTable>("LuaCustomTable")
        .Indexed((t, key) => t[key], first: true)
        .Counted(t => t.Entries.Count())
        .Iterated(t => t.Entries);

    public static ApiClass<PermissionGroup> DefinePermissionGroup() => new ApiClass<PermissionGroup>("LuaPermissionGroup")
        .Read("name", g => g.Name)
        .Read("group_id", _ => 0)
        .Read("players", g => new LuaTable(g.World.Players.Where(player => player.PermissionGroup == g.Name)));

    public static ApiClass<PermissionGroups> DefinePermissionGroups() => new ApiClass<PermissionGroups>("LuaPermissionGroups")
        .Read("groups", g => new LuaTable([PermissionGroup.Of(g.World, "Default")]))
        .Method("get_group", "group", (g, a) => a.Text("group") is "Default" or "0" ? PermissionGroup.Of(g.World, "Default") : null);

    private static CustomTable Empty() => new(_ => null, () => []);

    private static object? Print(ScenarioRuntime runtime, Arguments arguments)
    {
        var index = arguments.IndexOf("message");
        if (arguments.Lua.TypeAt(index) == LuaType.Text)
            runtime.Output.RconPrint(arguments.Lua.BytesAt(index));
        else
            runtime.Output.RconPrint(Encoding.UTF8.GetBytes(runtime.Locale.Translate(arguments["message"], ScenarioLocale.English)));
        return null;
    }
}

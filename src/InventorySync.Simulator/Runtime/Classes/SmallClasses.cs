using System.Text;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

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
        .Read("group_id", g => g.World.PermissionGroups.IndexOf(g.Name))
        .Read("players", g => new LuaTable(g.World.Players.Where(player => player.PermissionGroup == g.Name)));

    public static ApiClass<PermissionGroups> DefinePermissionGroups() => new ApiClass<PermissionGroups>("LuaPermissionGroups")
        .Read("groups", g => new LuaTable(g.World.PermissionGroups.Select(name => PermissionGroup.Of(g.World, name))))
        .Method("create_group", "name?", (g, a) => CreateGroup(g.World, a.OptionalText("name") ?? $"Group{g.World.PermissionGroups.Count}"))
        .Method("get_group", "group", (g, a) => FindGroup(g.World, a["group"]));

    public static ApiClass<LibraryRecord> DefineRecord() => new ApiClass<LibraryRecord>("LuaRecord")
        .Read("type", r => r.Type)
        .Read("label", r => r.Label)
        .Read("is_preview", _ => false)
        .Read("valid_for_write", _ => true);

    private static PermissionGroup? CreateGroup(GameWorld world, string name)
    {
        if (world.PermissionGroups.Contains(name))
            return null;
        world.PermissionGroups.Add(name);
        return PermissionGroup.Of(world, name);
    }

    private static PermissionGroup? FindGroup(GameWorld world, object? group)
    {
        var name = group is double id ? world.PermissionGroups.ElementAtOrDefault((int)id) : Values.Text(group, "group");
        return name is not null && world.PermissionGroups.Contains(name) ? PermissionGroup.Of(world, name) : null;
    }

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

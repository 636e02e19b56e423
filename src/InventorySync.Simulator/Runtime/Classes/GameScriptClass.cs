using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaGameScript: the global <c>game</c>.</summary>
internal static class GameScriptClass
{
    public static ApiClass<GlobalObject> Define() => new ApiClass<GlobalObject>("LuaGameScript")
        .Read("tick", g => World(g).Tick)
        .Read("ticks_played", g => World(g).TicksPlayed)
        .ReadWrite("tick_paused", g => World(g).TickPaused, (g, value) => World(g).TickPaused = Values.Boolean(value, "tick_paused"))
        .ReadWrite("speed", g => World(g).Speed, (g, value) => World(g).Speed = Math.Max(0.01, Values.Number(value, "speed")))
        .Read("player", g => g.Runtime.CommandPlayer)
        .Read("players", g => Players(World(g)))
        .Read("connected_players", g => new LuaTable(World(g).ConnectedPlayers))
        .Read("forces", g => CustomTables.Forces(World(g)))
        .Read("surfaces", g => CustomTables.Surfaces(World(g)))
        .Read("blueprints", g => new LuaTable(World(g).Library))
        .Read("permissions", g => PermissionGroups.Of(World(g)))
        .Read("finished", _ => false)
        .Read("console_command_used", g => World(g).ScriptCommandsWarned)
        .ReadWrite("autosave_enabled", _ => true, (_, _) => { })
        .Method("get_player", "player", (g, a) => FindPlayer(World(g), a["player"]))
        .Method("get_surface", "surface", (g, a) => World(g).Surfaces.FirstOrDefault(s => a["surface"] is double index ? s.Index == (int)index : s.Name == a.Text("surface")))
        .Method("create_surface", "name, settings?", (g, a) => CreateSurface(World(g), a.Text("name")))
        .Method("delete_surface", "surface", (g, a) => World(g).Changes.Delete(ControlClass.FindSurface(World(g), a["surface"])))
        .Method("merge_forces", "source, destination", (g, a) => Merge(World(g), a))
        .Method("create_force", "force", (g, a) => CreateForce(World(g), a.Text("force")))
        .Method("is_multiplayer", "", (g, _) => World(g).Setup.Multiplayer)
        .Method("is_demo", "", (_, _) => false)
        .Method("print", "message, print_settings?", (g, a) => Print(World(g), a["message"]))
        .Method("create_inventory", "size, gui_title?", (g, a) => CreateInventory(World(g), a.Integer("size")))
        .Method("get_script_inventories", "mod?", (g, a) => ScriptInventories(World(g), a.OptionalText("mod")))
        .Method("server_save", "name?", (g, a) => Save(g, a))
        .Method("auto_save", "name?", (g, a) => Save(g, a))
        .Method("auto_save@2.1", "name?, allow_in_replay?", (g, a) => Save(g, a))
        .Method("remove_offline_players", "players?", (g, a) => RemoveOffline(World(g), a["players"]))
        .Method("disable_replay", "", (_, _) => null);

    private static GameWorld World(GlobalObject game) => game.Runtime.World;

    private static CustomTable Players(GameWorld world) => new(
        key => FindPlayer(world, key),
        () => world.Players.Select(player => KeyValuePair.Create<object, object?>((double)player.Index, player)));

    private static Player? FindPlayer(GameWorld world, object? key) => key switch
    {
        double index => world.Players.FirstOrDefault(player => player.Index == (int)index),
        string name => world.FindPlayer(name),
        Player player => player,
        _ => throw new ScriptErrorException("A player is named by index or name."),
    };

    private static object? RemoveOffline(GameWorld world, object? players)
    {
        var chosen = players is null
            ? world.Players.Where(player => !player.Connected).ToList()
            : Values.Table(players, "remove_offline_players").Items.Select(one => FindPlayer(world, one)).OfType<Player>().Where(player => !player.Connected).ToList();
        foreach (var player in chosen)
        {
            world.Raise("on_pre_player_removed", ("player_index", player.Index));
            world.Remove(player);
            world.Raise("on_player_removed", ("player_index", player.Index));
        }

        return null;
    }

    private static Surface CreateSurface(GameWorld world, string name)
    {
        if (world.Surfaces.Any(surface => surface.Name == name))
            throw new ScriptErrorException($"The surface {name} exists already.");
        return world.AddSurface(name, isPlatform: false);
    }

    private static Force CreateForce(GameWorld world, string name)
    {
        if (world.Forces.ContainsKey(name))
            throw new ScriptErrorException($"The force {name} exists already.");
        return world.AddForce(name);
    }

    private static object? Merge(GameWorld world, Arguments arguments)
    {
        var source = ControlClass.FindForce(world, arguments["source"]);
        if (source.Name is "player" or "enemy" or "neutral")
            throw new ScriptErrorException($"{arguments.Name}: the force {source.Name} can't be merged into another.");
        world.Changes.Merge(source, ControlClass.FindForce(world, arguments["destination"]));
        return null;
    }

    private static object? Print(GameWorld world, object? message)
    {
        foreach (var player in world.ConnectedPlayers)
            player.PrintLocalised(message);
        return null;
    }

    private static Inventory CreateInventory(GameWorld world, int size)
    {
        if (size is < 0 or > 65535)
            throw new ScriptErrorException($"create_inventory: {size} is out of range.");
        return world.AddScriptInventory(size, "level");
    }

    private static LuaTable ScriptInventories(GameWorld world, string? mod)
    {
        var owned = new LuaTable(world.ScriptInventories.Values.Where(inventory => mod is null || inventory.ModOwner == mod));
        return new LuaTable { ["level"] = owned };
    }

    private static object? Save(GlobalObject game, Arguments arguments)
    {
        game.Runtime.Output.RequestSave(arguments.OptionalText("name"));
        return null;
    }
}

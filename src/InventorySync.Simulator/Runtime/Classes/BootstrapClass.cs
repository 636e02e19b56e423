using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaBootstrap: the global <c>script</c>.</summary>
internal static class BootstrapClass
{
    // Of the game's own events a script may raise only a few; joins and leaves are not among them.
    private static readonly HashSet<string> Raisable =
    [
        "on_console_chat", "on_player_crafted_item", "on_player_fast_transferred", "on_biter_base_built", "on_market_item_purchased",
        "script_raised_built", "script_raised_destroy", "script_raised_revive", "script_raised_set_tiles", "script_raised_teleported",
    ];

    public static ApiClass<GlobalObject> Define() => new ApiClass<GlobalObject>("LuaBootstrap")
        .Read("mod_name", _ => "level")
        .Read("level", _ => new LuaTable { ["is_simulation"] = false, ["level_name"] = "freeplay", ["mod_name"] = "base" })
        .Read("active_mods", s => ActiveMods(s.Runtime))
        .Read("feature_flags", _ => new LuaTable { ["quality"] = true, ["space_travel"] = true, ["spoiling"] = true, ["rail_bridges"] = true, ["freezing"] = true, ["segmented_units"] = true, ["expansion_shaders"] = true })
        .Method("on_init", "handler?", (s, a) => LifeCycle(s, a, "on_init"))
        .Method("on_load", "handler?", (s, a) => LifeCycle(s, a, "on_load"))
        .Method("on_configuration_changed", "handler?", (s, a) => LifeCycle(s, a, "on_configuration_changed"))
        .Method("on_event", "event, handler?, filters?", (s, a) => OnEvent(s.Runtime, a))
        .Method("on_nth_tick", "tick?, handler?", (s, a) => OnNthTick(s.Runtime, a))
        .Method("generate_event_name", "", (s, _) => s.Runtime.GenerateEvent())
        .Method("get_event_handler", "event", (s, a) => s.Runtime.Handlers.GetValueOrDefault(s.Runtime.EventId(a["event"], a.Name)))
        .Method("get_event_id", "event", (s, a) => s.Runtime.EventId(a["event"], a.Name))
        .Method("raise_event", "event, data", (s, a) => RaiseEvent(s.Runtime, a))
        .Method("register_metatable", "name, metatable", (s, a) => RegisterMetatable(s.Runtime, a));

    public static LuaTable ActiveMods(ScenarioRuntime runtime)
    {
        var version = runtime.World.Setup.Version;
        return new LuaTable { ["base"] = version, ["elevated-rails"] = version, ["quality"] = version, ["space-age"] = version };
    }

    private static object? LifeCycle(GlobalObject script, Arguments arguments, string name)
    {
        script.Runtime.SetLifeCycle(name, arguments.Has("handler") ? arguments.Function("handler") : null);
        return null;
    }

    private static object? OnEvent(ScenarioRuntime runtime, Arguments arguments)
    {
        if (arguments.Has("filters"))
            throw new ScriptErrorException("not simulated: event filters");
        var events = arguments["event"] is LuaTable list ? list.Items.ToList() : [arguments["event"]];
        var ids = events.Select(one => runtime.EventId(one, arguments.Name)).ToList();
        foreach (var id in ids)
            runtime.SetHandler(id, arguments.Has("handler") ? arguments.Function("handler") : null);
        return null;
    }

    private static object? OnNthTick(ScenarioRuntime runtime, Arguments arguments)
    {
        if (!arguments.Has("tick"))
        {
            runtime.ClearTimers();
            return null;
        }

        var ticks = arguments["tick"] is LuaTable list ? list.Items.ToList() : [arguments["tick"]];
        foreach (var tick in ticks)
        {
            var period = Values.Long(tick, $"{arguments.Name}: tick");
            if (period < 1)
                throw new ScriptErrorException($"{arguments.Name}: tick must be at least 1.");
            runtime.SetTimer(period, arguments.Has("handler") ? arguments.Function("handler") : null);
        }

        return null;
    }

    private static object? RaiseEvent(ScenarioRuntime runtime, Arguments arguments)
    {
        var id = runtime.EventId(arguments["event"], arguments.Name);
        if (!runtime.IsGenerated(id) && !Raisable.Contains(runtime.EventName(id)))
            throw new ScriptErrorException($"{arguments.Name}: a script can't raise {runtime.EventName(id)}.");
        runtime.Raise(id, Values.Table(arguments["data"], $"{arguments.Name}: data"));
        return null;
    }

    private static object? RegisterMetatable(ScenarioRuntime runtime, Arguments arguments)
    {
        runtime.RegisterMetatable(arguments.Text("name"), arguments.IndexOf("metatable"));
        return null;
    }
}

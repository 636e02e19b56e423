using InventorySync.Simulator.Tests.World;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.Runtime;

public class Handling_events
{
    private const string Recorder = """
        local seen = {}
        function recorded()
            local text = table.concat(seen, " ")
            seen = {}
            return text
        end
        function record(...)
            for _, name in ipairs({ ... }) do
                script.on_event(defines.events[name], function(event)
                    local player = event.player_index and game.get_player(event.player_index)
                    seen[#seen + 1] = name:gsub("^on_", "")
                        .. (player and (":" .. tostring(player.connected) .. ":" .. tostring(player.character ~= nil)) or "")
                        .. (event.reason and (":" .. event.reason) or "")
                end)
            end
        end
        record("on_player_created", "on_player_joined_game", "on_pre_player_left_game", "on_player_left_game", "on_player_died",
            "on_pre_player_died", "on_player_respawned", "on_player_controller_changed", "on_player_main_inventory_changed",
            "on_player_armor_inventory_changed", "on_player_cursor_stack_changed", "on_player_changed_force", "on_gui_click",
            "on_multiplayer_init", "on_player_cheat_mode_enabled", "on_player_cheat_mode_disabled")
        """;

    [Fact]
    public void Joining_and_leaving_raise_them_in_the_games_order()
    {
        using var game = TestGame.Create(Recorder);
        Assert.Equal("\"multiplayer_init\"", game.Lua("recorded()"));

        game.Join();
        Assert.Equal("\"player_created:true:true player_joined_game:true:true\"", game.Lua("recorded()"));
        game.Leave();
        Assert.Equal("\"pre_player_left_game:true:true:0 player_left_game:false:false:0\"", game.Lua("recorded()"));
        game.Join();
        Assert.Equal("\"player_joined_game:true:true\"", game.Lua("recorded()"));
        game.Do("drop", new() { ["player"] = "alice", ["reason"] = "banned" });
        Assert.Equal("\"pre_player_left_game:true:true:9 player_left_game:false:false:9\"", game.Lua("recorded()"));
    }

    [Fact]
    public void Players_online_in_a_save_leave_before_the_first_tick_of_its_load()
    {
        using var game = TestGame.Create(Recorder + "\nscript.on_event(defines.events.on_tick, function() storage.first = storage.first or recorded() end)");
        game.Join();
        game.Join("bob");

        game.SaveAndLoad();
        Assert.Equal(0, game.Game.ConnectedPlayers);
        game.Tick();

        Assert.Equal(
            "\"pre_player_left_game:true:true:0 player_left_game:false:false:0 pre_player_left_game:true:true:0 player_left_game:false:false:0\"",
            game.Lua("storage.first"));
    }

    [Fact]
    public void Dying_and_respawning_raise_theirs()
    {
        using var game = TestGame.Create(Recorder);
        game.Join();
        game.Lua("recorded()");

        game.Do("die", new() { ["player"] = "alice", ["ticks_to_respawn"] = 3 });
        Assert.Equal("\"pre_player_died:true:true player_controller_changed:true:false player_died:true:false\"", game.Lua("recorded()"));
        game.Tick(2);
        Assert.Equal("1", game.Lua("game.get_player('alice').ticks_to_respawn"));
        game.Tick();
        Assert.Equal("\"player_controller_changed:true:true player_respawned:true:true\"", game.Lua("recorded()"));
    }

    [Fact]
    public void A_changed_inventory_is_told_once_in_a_tick()
    {
        using var game = TestGame.Create(Recorder);
        game.Join();
        game.Lua("recorded()");

        game.Lua("(function() local p = game.get_player('alice') for i = 1, 5 do p.insert({ name = 'coal' }) end p.cursor_stack.set_stack('coal') end)()");
        Assert.Equal("\"\"", game.Lua("recorded()"));
        game.Tick();
        Assert.Equal("\"player_main_inventory_changed:true:true player_cursor_stack_changed:true:true\"", game.Lua("recorded()"));
        game.Tick();
        Assert.Equal("\"\"", game.Lua("recorded()"));
    }

    [Fact]
    public void Timers_run_after_the_tick_handler_when_they_are_due()
    {
        using var game = TestGame.Create("""
            storage.log = ""
            script.on_init(function() storage.log = "" end)
            script.on_event(defines.events.on_tick, function(e) storage.log = storage.log .. "t" .. e.tick .. " " end)
            script.on_nth_tick(2, function(e) storage.log = storage.log .. "two" .. e.nth_tick .. " " end)
            script.on_nth_tick({ 3, 4 }, function(e) storage.log = storage.log .. e.nth_tick .. " " end)
            """);

        game.Tick(4);
        Assert.Equal("\"t0 two2 3 4 t1 t2 two2 t3 3 \"", game.Lua("storage.log"));

        game.Lua("script.on_nth_tick(nil); script.on_event(defines.events.on_tick, nil)");
        game.Tick(4);
        Assert.Equal("[\"t0 two2 3 4 t1 t2 two2 t3 3 \",8]", game.Lua("{ storage.log, game.tick }"));
    }

    [Fact]
    public void A_paused_map_stands_while_played_ticks_go_on()
    {
        using var game = TestGame.Create();
        game.Tick(3);
        game.Lua("(function() game.tick_paused = true end)()");

        game.Tick(5);

        Assert.Equal("[3,8]", game.Lua("{ game.tick, game.ticks_played }"));
    }

    [Fact]
    public void Scripts_raise_events_of_their_own_and_no_joins()
    {
        using var game = TestGame.Create("""
            own = script.generate_event_name()
            script.on_event(own, function(event) storage.got = { event.what, event.mod_name, event.name == own, event.tick } end)
            """);
        game.Tick(2);

        game.Lua("script.raise_event(own, { what = 'x' })");

        Assert.Equal("[\"x\",\"level\",true,2]", game.Lua("storage.got"));
        Assert.Contains("can't raise on_player_joined_game", game.Failure("script.raise_event(defines.events.on_player_joined_game, { player_index = 1 })"), StringComparison.Ordinal);
        Assert.Contains("there is no event on_nothing", game.Failure("script.on_event('on_nothing', function() end)"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_handler_ends_the_game()
    {
        using var game = TestGame.Create("script.on_nth_tick(2, function(e) if e.tick > 0 then local o = nil; o.x = 1 end end)");
        game.Tick(2);

        var error = Assert.Throws<ScenarioException>(() => game.Tick());

        Assert.Equal("Error while running event level::on_nth_tick(2)", error.Occasion);
        Assert.StartsWith("__level__/control.lua:1: attempt to index local 'o' (a nil value)\nstack traceback:\n", error.Details, StringComparison.Ordinal);
        Assert.Throws<ScenarioException>(() => game.Tick());
    }

    [Fact]
    public void A_handler_that_fails_below_a_protected_call_ends_the_game_all_the_same()
    {
        using var game = TestGame.Create("script.on_event(defines.events.on_player_cheat_mode_enabled, function() error('in handler') end)");
        game.Join();

        var error = Assert.Throws<ScenarioException>(() => game.Lua("pcall(function() game.get_player('alice').cheat_mode = true end)"));

        Assert.Contains("in handler", error.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_share_events_in_the_order_they_were_added()
    {
        using var game = TestGame.Create("""
            local handler = require("event_handler")
            local function lib(name)
                return {
                    events = { [defines.events.on_player_joined_game] = function() storage.log = storage.log .. name end },
                    on_nth_tick = { [5] = function() storage.log = storage.log .. name:upper() end },
                    on_init = function() storage.log = (storage.log or "") .. "i" .. name end,
                    on_load = function() loads = (loads or "") .. name end,
                    add_remote_interface = function() remote.add_interface(name, { ask = function() return name end }) end,
                    add_commands = function() commands.add_command("say-" .. name, "", function() rcon.print(name) end) end,
                }
            end
            local first = lib("a")
            handler.add_libraries({ first, lib("b") })
            twice = { pcall(handler.add_lib, first) }
            """);

        game.Join();
        game.Tick(5);
        Assert.Equal("[\"iaibabAB\",\"b\",false]", game.Lua("{ storage.log, remote.call('b', 'ask'), twice[1] }"));
        Assert.Equal("a", game.Command("/say-a"));

        game.SaveAndLoad();
        Assert.Equal("\"ab\"", game.Lua("loads"));
        Assert.Equal("b", game.Command("/say-b"));
    }

    [Fact]
    public void A_click_reaches_the_handler_with_its_element()
    {
        using var game = TestGame.Create("""
            script.on_event(defines.events.on_gui_click, function(event)
                storage.clicked = event.element.name .. event.player_index .. tostring(event.button == defines.mouse_button_type.left)
            end)
            """);
        game.Join();
        game.Lua("game.get_player('alice').gui.screen.add({ type = 'frame', name = 'f' }).add({ type = 'button', name = 'ok' })");

        game.Do("click", new() { ["player"] = "alice", ["element"] = "ok" });
        Assert.Equal("\"ok1true\"", game.Lua("storage.clicked"));

        game.Lua("(function() game.get_player('alice').gui.screen.f.ok.enabled = false end)()");
        Assert.Contains("not enabled", Assert.Throws<ControlException>(() => game.Do("click", new() { ["player"] = "alice", ["element"] = "ok" })).Message, StringComparison.Ordinal);
        Assert.Contains("no element cancel", Assert.Throws<ControlException>(() => game.Do("click", new() { ["player"] = "alice", ["element"] = "cancel" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Handlers_that_raise_themselves_without_end_are_an_error_and_no_crash()
    {
        using var game = TestGame.Create("""
            own = script.generate_event_name()
            script.on_event(own, function() script.raise_event(own, {}) end)
            remote.add_interface("loop", { again = function() return remote.call("loop", "again") end })
            """);

        Assert.Contains("stack overflow", game.Failure("remote.call('loop', 'again')"), StringComparison.Ordinal);
        Assert.Contains("stack overflow", Assert.Throws<ScenarioException>(() => game.Lua("script.raise_event(own, {})")).Details, StringComparison.Ordinal);
    }
}

using InventorySync.Simulator.Tests.World;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.Lua;

public class A_scenarios_environment
{
    [Fact]
    public void The_outside_world_is_out_of_reach()
    {
        using var game = TestGame.Create();

        Assert.Equal("[]", game.Lua("(function() local found = {} for _, name in ipairs({ 'io', 'os', 'coroutine', 'loadfile', 'dofile', 'collectgarbage' }) do if _G[name] ~= nil then found[#found + 1] = name end end return found end)()").Replace("{}", "[]", StringComparison.Ordinal));
        Assert.Equal("[\"getinfo\",\"traceback\"]", game.Lua("(function() local names = {} for name in pairs(debug) do names[#names + 1] = name end return names end)()"));
        Assert.Equal("null", game.Lua("load(string.rep(string.char(27), 4) .. 'Lua')"));
    }

    [Fact]
    public void Pairs_goes_through_keys_in_order()
    {
        using var game = TestGame.Create();

        Assert.Equal("\"1 2 10 a b true \"", game.Lua("(function() local text = '' for key in pairs({ b = 1, a = 1, [10] = 1, [2] = 1, [1] = 1, [true] = 1 }) do text = text .. tostring(key) .. ' ' end return text end)()"));
    }

    [Fact]
    public void Pairs_can_be_shuffled_to_find_scripts_that_rely_on_an_order()
    {
        const string Keys = "(function() local t = {} for i = 1, 50 do t['k' .. i] = i end local text = '' for key in pairs(t) do text = text .. key .. ' ' end return text end)()";
        using var sorted = TestGame.Create();
        using var shuffled = TestGame.Create(change: setup => setup with { ShufflePairs = true });

        Assert.NotEqual(sorted.Lua(Keys), shuffled.Lua(Keys));
        Assert.Equal(sorted.Lua(Keys).Length, shuffled.Lua(Keys).Length);
    }

    [Fact]
    public void Entries_may_be_removed_while_going_through_them()
    {
        using var game = TestGame.Create();

        Assert.Equal("3", game.Lua("(function() local t, n = { a = 1, b = 2, c = 3, d = 4 }, 0 for key in pairs(t) do n = n + 1 t[key] = nil t.d = nil end return n end)()"));
    }

    [Fact]
    public void Print_log_and_localised_print_reach_the_server()
    {
        using var game = TestGame.Create("print('a', 1, nil)\nlog('loaded')\nlog({ '', 'x', 2 })", files: ("locale/en/test.cfg", "[greeting]\nhello=Hello __1__!\n"));

        game.Lua("localised_print({ 'greeting.hello', 'Ann' })");

        Assert.Equal(["a\t1\tnil", "Hello Ann!"], game.Output.Printed);
        Assert.Equal([("@__level__/control.lua:2", "loaded"), ("@__level__/control.lua:3", "x2")], game.Output.Logged);
    }

    [Fact]
    public void Tables_can_be_shown_as_text()
    {
        using var game = TestGame.Create();

        Assert.Equal("\"{1, \\u0022a\\u0022, [10] = true, x = {}}\"", game.Lua("serpent.line({ 1, 'a', [10] = true, x = {} })"));
        Assert.Equal("\"{\\n  x = {\\n    1\\n  }\\n}\"", game.Lua("serpent.block({ x = { 1 } })"));
    }

    [Fact]
    public void What_the_engine_here_lacks_says_so()
    {
        using var game = TestGame.Create();

        Assert.Contains("not simulated: __gc", game.Failure("setmetatable({}, { __gc = function() end })"), StringComparison.Ordinal);
        Assert.Contains("not simulated: string.pack", game.Failure("string.pack('i4', 1)"), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_numbers_come_from_the_map()
    {
        const string Draw = "{ math.random(1, 1000), math.random(1000), math.random() < 1 }";
        using var one = TestGame.Create(change: setup => setup with { Seed = 7 });
        using var same = TestGame.Create(change: setup => setup with { Seed = 7 });

        Assert.Equal(one.Lua(Draw), same.Lua(Draw));
        one.SaveAndLoad();
        Assert.Equal(same.Lua(Draw), one.Lua(Draw));
        Assert.Contains("interval is empty", one.Failure("math.random(5, 1)"), StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_are_found_beside_the_file_from_the_root_and_in_the_games_library()
    {
        using var game = TestGame.Create(
            "require('modules/one/main')\nrequire('event_handler')\nscript.on_init(function() storage.loaded = package.loaded['__level__/modules/one/part.lua'].name end)",
            files: [("modules/one/main.lua", "local part = require('part') assert(part == require('modules/one/part')) assert(require('modules.one.part') == part)"), ("modules/one/part.lua", "return { name = 'part' }")]);

        Assert.Equal("\"part\"", game.Lua("storage.loaded"));
        Assert.Contains("Require can't be used outside of control.lua parsing.", game.Failure("require('modules/one/part')"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_module_names_where_it_was_looked_for()
    {
        var error = Assert.Throws<ScenarioException>(() => TestGame.Create("require('nothing')"));

        Assert.Contains("__level__/control.lua:1: module nothing not found; looked for nothing.lua", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_while_loading_has_the_position_and_the_chain_of_calls()
    {
        var error = Assert.Throws<ScenarioException>(() => TestGame.Create("\nlocal function f() local x = nil; return x.y end\nf()"));

        Assert.Contains("__level__/control.lua:2: attempt to index local 'x' (a nil value)", error.Details, StringComparison.Ordinal);
        Assert.Contains("stack traceback:", error.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_never_ends_is_stopped_by_its_budget()
    {
        using var game = TestGame.Create(change: setup => setup with { InstructionBudget = 1_000_000 });

        Assert.Contains("longer than its instruction budget", game.Failure("(function() while true do end end)()"), StringComparison.Ordinal);
        Assert.Contains("longer than its instruction budget", game.Failure("(function() while true do pcall(function() while true do end end) end end)()"), StringComparison.Ordinal);
        Assert.Equal("3", game.Lua("1 + 2"));
    }

    [Theory]
    [InlineData(LuaEngineChoice.System52, "Lua 5.2 (system library)")]
    [InlineData(LuaEngineChoice.Packaged54, "Lua 5.4 (packaged)")]
    public void Either_engine_runs_a_scenario(LuaEngineChoice engine, string name)
    {
        Assert.SkipUnless(engine == LuaEngineChoice.Packaged54 || System.Runtime.InteropServices.NativeLibrary.TryLoad("liblua5.2.so.0", out _), "Lua 5.2 is not installed.");
        using var game = TestGame.Create(
            """
            local handler = require("event_handler")
            handler.add_lib({ events = { [defines.events.on_player_joined_game] = function(event)
                storage.text = string.format("%d %s", 3.5, event.player_index) .. bit32.band(7, 5) .. (unpack or table.unpack)({ 9 })
                game.get_player(event.player_index).insert({ name = "coal", count = 70 })
            end } })
            """,
            setup => setup with { Engine = engine });

        game.Join();
        game.Tick(2);
        game.SaveAndLoad();

        Assert.Equal(name, game.Game.LuaEngine);
        Assert.Equal("\"3 159\"", game.Lua("storage.text"));
        Assert.Equal("70", game.Lua("game.get_player('alice').force.players[1].index * 70"));
        Assert.Equal("(control):1: LuaGameScript doesn't contain key foo.", game.Failure("game.foo"));
        for (var round = 0; round < 20; round++)
        {
            game.Lua("(function() for i = 1, 1000 do pcall(function() return game.foo end) end end)()");
            GC.Collect();
        }
    }
}

using InventorySync.Simulator.Tests.World;

namespace InventorySync.Simulator.Tests.Runtime;

public sealed class Touching_members_of_objects : IDisposable
{
    private readonly TestGame _game = TestGame.Create();

    public Touching_members_of_objects() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void A_member_that_the_real_game_lacks_fails_as_there()
    {
        Assert.Equal("(control):1: LuaPlayer doesn't contain key foo.", _game.Failure("game.get_player('alice').foo"));
        Assert.Equal("(control):1: LuaPlayer doesn't contain key foo.", _game.Failure("game.get_player('alice').foo = 1"));
        Assert.Equal("(control):1: LuaHelpers doesn't contain key valid.", _game.Failure("helpers.valid"));
    }

    [Fact]
    public void A_member_of_the_real_game_that_is_not_here_says_so()
    {
        Assert.Equal("(control):1: not simulated: LuaPlayer.undo_redo_stack", _game.Failure("game.get_player('alice').undo_redo_stack"));
        Assert.Equal("(control):1: not simulated: LuaGameScript.take_screenshot", _game.Failure("game.take_screenshot({})"));
        Assert.Equal("(control):1: not simulated: LuaRendering.draw_text", _game.Failure("rendering.draw_text{}"));
    }

    [Fact]
    public void A_member_of_a_later_version_is_unknown_before_it()
    {
        Assert.Equal("(control):1: LuaPlayer doesn't contain key respawn_quality.", _game.Failure("game.get_player('alice').respawn_quality"));

        using var later = TestGame.Create(change: setup => setup with { Version = "2.1.9" });
        later.Join();
        Assert.Equal("\"normal\"", later.Lua("game.get_player('alice').respawn_quality.name"));
    }

    [Fact]
    public void What_is_read_only_cannot_be_written()
    {
        Assert.Equal("(control):1: LuaPlayer::name is read only.", _game.Failure("game.get_player('alice').name = 'bob'"));
        Assert.Equal("(control):1: LuaPlayer::print is read only.", _game.Failure("game.get_player('alice').print = 1"));
        Assert.Equal("(control):1: LuaGameScript::tick is read only.", _game.Failure("game.tick = 5"));
    }

    [Fact]
    public void An_object_whose_thing_is_gone_only_tells_that_it_is_invalid()
    {
        _game.Lua("storage.inventory = game.create_inventory(3); storage.inventory.destroy()");

        Assert.Equal("[false,\"LuaInventory\"]", _game.Lua("{ storage.inventory.valid, storage.inventory.object_name }"));
        Assert.Equal("(control):1: LuaInventory API call when LuaInventory was invalid.", _game.Failure("storage.inventory.is_empty()"));
        Assert.Equal("(control):1: LuaInventory API call when LuaInventory was invalid.", _game.Failure("#storage.inventory"));
    }

    [Fact]
    public void A_method_wants_its_own_arguments()
    {
        Assert.Equal("(control):1: LuaGameScript.create_inventory: the argument size is missing.", _game.Failure("game.create_inventory()"));
        Assert.Equal("(control):1: LuaPlayer.clear_cursor takes 0 arguments, got 1.", _game.Failure("game.get_player('alice').clear_cursor(1)"));
        Assert.Equal("(control):1: LuaPlayer.set_controller takes one table.", _game.Failure("game.get_player('alice').set_controller(1)"));
        Assert.Equal("(control):1: LuaPlayer.set_controller has no parameter kind.", _game.Failure("game.get_player('alice').set_controller{ kind = 1 }"));
        Assert.Contains("a number expected, got a string", _game.Failure("game.create_inventory('many')"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_is_itself_however_it_was_reached()
    {
        Assert.Equal("true", _game.Lua("game.get_player('alice') == game.players[1] and game.players.alice == game.connected_players[1]"));
        Assert.Equal("true", _game.Lua("game.players[1].get_main_inventory()[1] == game.players[1].get_main_inventory()[1]"));
        Assert.Equal("[\"userdata\",1,1]", _game.Lua("{ type(game.players[1]), #game.players, (function() local n = 0 for _ in pairs(game.players) do n = n + 1 end return n end)() }"));
        Assert.Equal("false", _game.Lua("getmetatable(game)"));
    }

    [Fact]
    public void Objects_that_scripts_no_longer_hold_cost_nothing()
    {
        _game.Lua("local x for i = 1, 20000 do x = game.get_player('alice').force.recipes['iron-gear-wheel'].name end");

        Assert.Equal("\"alice\"", _game.Lua("game.get_player('alice').name"));
    }

    [Fact]
    public void Defines_and_prototypes_are_at_hand_while_loading()
    {
        using var game = TestGame.Create("""
            local size = prototypes.item["iron-plate"].stack_size
            local version = helpers.game_version
            local no_game = game == nil
            script.on_init(function() storage.seen = { size, version, no_game, defines.disconnect_reason.banned, defines.events.on_tick ~= nil } end)
            """);

        Assert.Equal("[100,\"2.0.77\",true,9,true]", game.Lua("storage.seen"));
        Assert.Equal("null", game.Lua("prototypes.item['no-such-thing']"));
    }

    [Fact]
    public void Twenty_thousand_failing_calls_and_the_collector_do_not_harm_each_other()
    {
        _game.Lua("function fail_often() local n = 0 for i = 1, 1000 do if not pcall(function() return game.no_such_member end) then n = n + 1 end end return n end");

        for (var round = 0; round < 20; round++)
        {
            Assert.Equal("1000", _game.Lua("fail_often()"));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}

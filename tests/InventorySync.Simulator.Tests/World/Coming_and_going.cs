using System.Text.Json.Nodes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.World;

public class Coming_and_going
{
    [Fact]
    public void A_new_player_has_a_body_and_nothing_else()
    {
        using var game = TestGame.Create();

        Assert.Equal("""{"created":true,"player_index":1}""", game.Do("join", new() { ["player"] = "alice" })!.ToJsonString());

        var read = game.Read();
        Assert.Equal("character", (string?)read["controller"]);
        Assert.All(["main", "armor", "guns", "ammo", "trash"], name => Assert.Empty(read["inventories"]![name]!["slots"]!.AsObject()));
        Assert.Equal(80, (int)read["inventories"]!["main"]!["size"]!);
        Assert.Equal((1, "alice"), (game.Game.ConnectedPlayers, (string?)game.Do("players")![0]!["name"]));
        game.Leave();
        Assert.Equal("""{"created":false,"player_index":1}""", game.Do("join", new() { ["player"] = "Alice" })!.ToJsonString());
    }

    [Fact]
    public void A_save_of_another_version_tells_the_script_what_changed()
    {
        using var game = TestGame.Create("script.on_configuration_changed(function(data) storage.changed = data.old_version .. ' to ' .. data.new_version .. ' ' .. data.mod_changes.base.new_version end)");

        game.SaveAndLoad();
        Assert.Equal("null", game.Lua("storage.changed"));
        game.SaveAndLoad(setup => setup with { Version = "2.1.9" });
        Assert.Equal("\"2.0.77 to 2.1.9 2.1.9\"", game.Lua("storage.changed"));
    }

    [Fact]
    public void Items_of_a_mod_that_is_gone_disappear_with_it()
    {
        using var game = TestGame.Create();
        game.Join();
        game.Lua("(function() local m = game.players[1].get_main_inventory() m[1].set_stack('backpack') m[2].set_stack('coal') m.set_filter(3, 'backpack') end)()");

        game.SaveAndLoad(setup => setup with { TestMods = false });

        Assert.Equal(["2"], game.Read()["inventories"]!["main"]!["slots"]!.AsObject().Select(slot => slot.Key));
    }

    [Fact]
    public void A_version_that_is_not_simulated_is_refused() =>
        Assert.Contains("Version 1.1.110 is not simulated", Assert.Throws<ArgumentException>(() => TestGame.Create(change: setup => setup with { Version = "1.1.110" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Operators_set_bars_and_call_the_dead_back()
    {
        using var game = TestGame.Create();
        game.Join();
        game.Do("set_slot", new() { ["player"] = "alice", ["inventory"] = "main", ["slot"] = 1, ["item"] = new JsonObject { ["name"] = "backpack" } });

        game.Do("set_bar", new() { ["player"] = "alice", ["inventory"] = "main", ["slot"] = 1, ["bar"] = 3 });
        Assert.Equal(3, (int)game.Read()["inventories"]!["main"]!["slots"]!["1"]!["inventory"]!["bar"]!);

        Assert.Throws<ControlException>(() => game.Do("respawn", new() { ["player"] = "alice" }));
        game.Do("die", new() { ["player"] = "alice" });
        game.Do("respawn", new() { ["player"] = "alice" });
        Assert.NotNull(game.Read()["character"]);
    }

    [Fact]
    public void Files_and_saves_are_asked_of_the_server()
    {
        using var game = TestGame.Create();

        game.Lua("(function() helpers.write_file('a/b.txt', 'one', false, 0) helpers.write_file('a/b.txt', 'two', true) helpers.write_file('c', 'x', false, 1) game.server_save('name') end)()");

        Assert.Equal("onetwo", System.Text.Encoding.UTF8.GetString(game.Output.Files["a/b.txt"]));
        Assert.Equal(["a/b.txt"], game.Output.Files.Keys);
        Assert.Equal(["name"], game.Output.Saves);
        Assert.Contains("no path inside script-output", game.Failure("helpers.write_file('../x', 'y')"), StringComparison.Ordinal);
        game.Lua("helpers.remove_path('a/b.txt')");
        Assert.Empty(game.Output.Files);
    }

    [Fact]
    public void Players_taken_off_the_map_are_gone_and_come_back_as_new_ones()
    {
        using var game = TestGame.Create("script.on_event(defines.events.on_player_removed, function(event) storage.removed = event.player_index end)");
        game.Join();
        game.Lua("(function() storage.player = game.players[1] end)()");
        game.Leave();

        game.Lua("game.remove_offline_players()");

        Assert.Equal("[1,false,true]", game.Lua("{ storage.removed, storage.player.valid, game.get_player('alice') == nil }"));
        Assert.Equal("""{"created":true,"player_index":2}""", game.Do("join", new() { ["player"] = "alice" })!.ToJsonString());
    }

    [Fact]
    public void Packed_vehicles_keep_their_settings()
    {
        using var game = TestGame.Create();
        game.Join();
        game.Lua("(function() local s = game.players[1].get_main_inventory()[1] s.set_stack('spidertron') s.entity_label = 'Otto' s.entity_color = { 1, 0, 0 } s.entity_driver_is_gunner = true end)()");

        game.SaveAndLoad();
        game.Join();

        Assert.Equal("[\"Otto\",1,true,false]", game.Lua("(function() local s = game.players[1].get_main_inventory()[1] return { s.entity_label, s.entity_color.r, s.entity_driver_is_gunner, s.entity_auto_target_with_gunner } end)()"));
    }
}

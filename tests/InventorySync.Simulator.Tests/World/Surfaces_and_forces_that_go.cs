namespace InventorySync.Simulator.Tests.World;

public sealed class Surfaces_and_forces_that_go : IDisposable
{
    private readonly TestGame _game = TestGame.Create("""
        events = {}
        for _, name in ipairs({ "on_surface_deleted", "on_forces_merged", "on_player_kicked", "on_player_banned", "on_player_left_game", "on_player_promoted", "on_player_demoted" }) do
            script.on_event(defines.events[name], function() events[#events + 1] = name end)
        end
        """);

    public Surfaces_and_forces_that_go() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void A_surface_goes_at_the_end_of_the_tick_with_the_bodies_on_it()
    {
        _game.Lua("(function() surface = game.create_surface('moon') game.get_player('alice').teleport({ 1, 1 }, surface) end)()");
        Assert.Equal("[true,true]", _game.Lua("{ game.delete_surface('moon'), surface.valid }"));

        _game.Tick();

        Assert.Equal("""[false,true,"nauvis",true]""", _game.Lua("{ surface.valid, game.get_player('alice').character == nil, game.get_player('alice').physical_surface.name, game.get_player('alice').controller_type == defines.controllers.ghost }"));
        Assert.Equal("""["on_surface_deleted"]""", _game.Lua("events"));
        // The index is free for another surface.
        Assert.Equal("2", _game.Lua("game.create_surface('other').index"));
    }

    [Fact]
    public void Those_who_are_away_come_back_on_the_first_surface_with_their_bodies()
    {
        _game.Lua("(function() game.get_player('alice').teleport({ 1, 1 }, game.create_surface('moon')) end)()");
        _game.Leave();
        _game.Lua("game.delete_surface('moon')");
        _game.Tick();

        _game.Join();

        Assert.Equal("""[true,"nauvis"]""", _game.Lua("{ game.get_player('alice').character ~= nil, game.get_player('alice').surface.name }"));
    }

    [Fact]
    public void The_first_surface_stays() => Assert.Equal("false", _game.Lua("game.delete_surface('nauvis')"));

    [Fact]
    public void Players_of_a_merged_force_are_in_the_other()
    {
        _game.Lua("(function() local f = game.create_force('red') game.get_player('alice').force = f game.merge_forces('red', 'player') end)()");

        _game.Tick();

        Assert.Equal("""["player",true]""", _game.Lua("{ game.get_player('alice').force.name, game.forces.red == nil }"));
        Assert.Contains("can't be merged", _game.Failure("game.merge_forces('player', 'enemy')"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kick_and_a_ban_tell_of_themselves_before_or_after_the_leave()
    {
        _game.Do("kick", new() { ["player"] = "alice" });
        _game.Join();
        _game.Do("ban", new() { ["player"] = "alice", ["event_first"] = true });

        Assert.Equal("""["on_player_left_game","on_player_kicked","on_player_banned","on_player_left_game"]""", _game.Lua("events"));
    }

    [Fact]
    public void An_account_may_be_spelled_otherwise_after_a_while()
    {
        Assert.Contains("in the game", Assert.Throws<InventorySync.Simulator.World.ControlException>(() => _game.Do("rename", new() { ["player"] = "alice", ["name"] = "Alice" })).Message, StringComparison.Ordinal);
        _game.Leave();
        Assert.Throws<InventorySync.Simulator.World.ControlException>(() => _game.Do("rename", new() { ["player"] = "alice", ["name"] = "bob" }));

        _game.Do("rename", new() { ["player"] = "alice", ["name"] = "Alice" });
        _game.Join("ALICE");

        Assert.Equal("""["Alice",1]""", _game.Lua("{ game.get_player('alice').name, #game.players }"));
    }

    [Fact]
    public void Only_an_admin_gets_into_the_editor_and_out_of_it()
    {
        const string Toggle = "(function() local p = game.get_player('alice') p.toggle_map_editor() return p.controller_type == defines.controllers.editor end)()";
        Assert.Equal("false", _game.Lua(Toggle));
        _game.Do("promote", new() { ["player"] = "alice" });
        Assert.Equal("true", _game.Lua(Toggle));
        _game.Do("demote", new() { ["player"] = "alice" });
        Assert.Equal("true", _game.Lua(Toggle));
        Assert.Equal("""["on_player_promoted","on_player_demoted"]""", _game.Lua("events"));
    }
}

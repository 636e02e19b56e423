namespace InventorySync.Simulator.Tests.World;

public sealed class Sitting_in_something : IDisposable
{
    private const string Alice = "local p = game.get_player('alice') ";

    private readonly TestGame _game = TestGame.Create("""
        events = {}
        script.on_event(defines.events.on_player_driving_changed_state, function(event)
            events[#events + 1] = game.get_player(event.player_index).driving
        end)
        """);

    public Sitting_in_something() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Theory]
    [InlineData("car", "car_trunk")]
    [InlineData("tank", "car_ammo")]
    [InlineData("spidertron", "spider_trunk")]
    [InlineData("locomotive", "fuel")]
    [InlineData("cargo-wagon", "cargo_wagon")]
    public void Whoever_drives_has_a_vehicle_whose_things_are_not_theirs(string name, string inventory)
    {
        Drive(name);
        _game.Lua($"(function() local i = vehicle.get_inventory(defines.inventory.{inventory}) i[1].set_stack({{ name = '{(inventory == "car_ammo" ? "cannon-shell" : "coal")}', count = 5 }}) end)()");

        Assert.Equal("[true,true,true]", _game.Lua("(function() " + Alice + "return { p.vehicle == vehicle, p.physical_vehicle == vehicle, vehicle.get_driver() == p.character } end)()"));
        Assert.Equal("0", _game.Lua("game.get_player('alice').get_item_count()"));
        Assert.Equal($"\"{name}\"", _game.Read()["seat"]!["name"]!.ToJsonString());

        _game.SaveAndLoad();
        Assert.Equal(5, _game.Game.Execute("lua", new() { ["code"] = $"game.surfaces[1].platform == nil and storage.vehicle.get_inventory(defines.inventory.{inventory})[1].count" })!.GetValue<double>());
    }

    [Fact]
    public void A_driver_gets_out_is_thrown_out_and_cannot_be_moved_while_seated()
    {
        Drive("car");
        Assert.Equal("false", _game.Lua("game.get_player('alice').teleport({ 50, 50 })"));

        _game.Lua("(function() game.get_player('alice').driving = false end)()");
        Assert.Equal("true", _game.Lua("game.get_player('alice').teleport({ 50, 50 })"));
        _game.Lua("vehicle.set_driver(game.get_player('alice'))");
        _game.Lua("vehicle.destroy()");

        Assert.Equal("[false,false]", _game.Lua("{ vehicle.valid, game.get_player('alice').driving }"));
        Assert.Equal("[true,false,true]", _game.Lua("events"));
    }

    [Fact]
    public void Some_have_a_seat_for_a_passenger_and_others_have_none()
    {
        Drive("tank");
        _game.Join("bob");
        _game.Lua("vehicle.set_passenger(game.get_player('bob'))");

        Assert.Equal("[true,true]", _game.Lua("{ vehicle.get_passenger() == game.get_player('bob').character, game.get_player('bob').vehicle == vehicle }"));
        Drive("locomotive");
        Assert.Contains("cargo pod", _game.Failure("vehicle.get_passenger()"), StringComparison.Ordinal);
        Assert.Contains("no vehicle", _game.Failure("game.get_player('bob').character.get_driver()"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_whose_player_is_away_is_not_on_the_map()
    {
        Drive("car");
        _game.Lua("(function() body = game.get_player('alice').character end)()");

        _game.Leave();

        Assert.Equal("[false,true,true]", _game.Lua("{ body.valid, vehicle.get_driver() == nil, vehicle.valid }"));
        _game.Join();
        Assert.Equal("[true,false]", _game.Lua("{ body.valid, game.get_player('alice').driving }"));
    }

    [Fact]
    public void A_hub_is_looked_out_of_by_remote_view_until_it_is_left()
    {
        _game.Do("platform", new() { ["name"] = "raft" });

        Assert.Equal("true", _game.Lua("game.get_player('alice').enter_space_platform(game.get_surface('raft').platform)"));
        const string State = "(function() " + Alice + "p.exit_remote_view() return { p.controller_type == defines.controllers.remote, p.hub ~= nil, p.vehicle == nil, p.physical_surface.name, p.teleport({ 1, 1 }), p.character ~= nil } end)()";
        Assert.Equal("""[true,true,true,"raft",false,true]""", _game.Lua(State));
        Assert.Contains("space-platform-hub", _game.Failure("game.get_player('alice').set_controller({ type = defines.controllers.spectator })"), StringComparison.Ordinal);

        _game.SaveAndLoad();
        _game.Join();
        Assert.Equal("""[true,true,true,"raft",false,true]""", _game.Lua(State));
        _game.Lua("game.get_player('alice').leave_space_platform()");
        Assert.Equal("""[false,false,true,"raft",true,true]""", _game.Lua(State));
    }

    [Fact]
    public void Of_a_pod_nobody_gets_out_before_it_lands()
    {
        _game.Lua("(function() vehicle = game.surfaces[1].create_entity({ name = 'cargo-pod', position = { 9, 9 }, force = 'player' }) vehicle.set_passenger(game.get_player('alice')) end)()");

        const string State = "(function() " + Alice + "p.exit_remote_view() return { p.cargo_pod ~= nil, p.teleport({ 1, 1 }), p.controller_type == defines.controllers.remote } end)()";
        Assert.Equal("[true,false,true]", _game.Lua(State));
        _game.Lua("vehicle.force_finish_descending()");
        Assert.Equal("[false,true,false]", _game.Lua(State));
    }

    [Fact]
    public void A_platform_ends_with_its_hub()
    {
        _game.Do("platform", new() { ["name"] = "raft" });
        _game.Lua("game.get_surface('raft').platform.hub.destroy()");

        _game.Tick();

        Assert.Equal("true", _game.Lua("game.get_surface('raft') == nil"));
    }

    [Fact]
    public void What_is_no_vehicle_is_not_simulated()
        => Assert.Contains("not simulated", _game.Failure("game.surfaces[1].create_entity({ name = 'wooden-chest', position = { 0, 0 } })"), StringComparison.Ordinal);

    private void Drive(string name) => _game.Lua($$"""
        (function()
            vehicle = game.surfaces[1].create_entity({ name = '{{name}}', position = { 9, 9 }, force = 'player' })
            storage.vehicle = vehicle
            vehicle.set_driver(game.get_player('alice'))
        end)()
        """);
}

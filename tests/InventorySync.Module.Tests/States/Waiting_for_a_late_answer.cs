using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.States;

/// <summary>
/// While nobody knows who holds a player, a synced inventory must not be used: after half a second it is outside the
/// world, so that nothing can be dropped and be here twice.
/// </summary>
public class Waiting_for_a_late_answer
{
    [Fact]
    public void After_half_a_second_a_returning_player_watches_and_gets_everything_back_with_the_answer()
    {
        using var server = Returned(out var revision);
        var before = server.Read("alice");
        var acquire = server.Join("alice");

        server.Run(20);
        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        server.Run(20);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Contains("inventory_sync_dialog", server.Elements("alice"));
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        var after = server.Read("alice");
        Assert.DoesNotContain("inventory_sync_dialog", server.Elements("alice"));
        foreach (var what in (string[])["controller", "inventories", "position", "surface", "character", "quick_bar", "color", "tag", "cheat_mode", "logistic"])
            Assert.Equal(before[what]?.ToJsonString(), after[what]?.ToJsonString());
    }

    [Fact]
    public void Nobody_notices_when_the_answer_comes_at_once()
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");

        server.Run(3);
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");
        server.Run(100);

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.DoesNotContain("inventory_sync_dialog", server.Elements("alice"));
        Assert.Equal(30, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_new_player_and_a_temporary_inventory_stay_as_they_are()
    {
        using var server = GameServer.Started();
        server.Do("join", "alice");
        server.Give("alice", "coal", 4);
        server.Run(300);
        Assert.Equal(4, server.Count("alice", "coal"));
        server.Run(400);
        server.Click("alice", "inventory_sync_temporary");
        server.Do("leave", "alice");

        server.Do("join", "alice");
        server.Run(300);

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(4, server.Count("alice", "coal"));
    }

    [Fact]
    public void The_driver_sits_in_the_vehicle_again_and_what_lies_in_it_was_never_theirs()
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");
        server.Seat("alice", "tank");
        server.Lua("(function() vehicle.get_inventory(defines.inventory.car_trunk)[1].set_stack({ name = 'stone', count = 9 }) end)()");

        server.Run(45);
        Assert.Null(server.Read("alice")["seat"]);
        Assert.True(server.Lua("vehicle.get_driver() == nil")!.GetValue<bool>());
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        Assert.Equal("tank", server.Read("alice")["seat"]!["name"]!.GetValue<string>());
        Assert.Equal(30, server.Count("alice", "coal"));
        Assert.Equal(0, server.Count("alice", "stone"));
        Assert.Equal(9, server.Lua("vehicle.get_inventory(defines.inventory.car_trunk)[1].count")!.GetValue<double>());
    }

    [Fact]
    public void A_passenger_gets_the_passengers_seat_again()
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");
        server.Do("join", "bob");
        server.Seat("bob", "car");
        server.Lua("vehicle.set_passenger(game.get_player('alice'))");

        server.Run(45);
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        Assert.Equal("passenger", server.Read("alice")["seat"]!["as"]!.GetValue<string>());
        Assert.Equal("driver", server.Read("bob")["seat"]!["as"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("vehicle.destroy()")]
    [InlineData("vehicle.die()")]
    [InlineData("vehicle.set_driver(game.get_player('bob'))")]
    public void On_foot_when_the_vehicle_is_gone_or_taken(string meanwhile)
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");
        server.Do("join", "bob");
        server.Seat("alice", "car");
        server.Run(45);

        server.Lua(meanwhile);
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        var alice = server.Read("alice");
        Assert.Equal("character", alice["controller"]!.GetValue<string>());
        Assert.Null(alice["seat"]);
        Assert.Equal(30, server.Count("alice", "coal"));
        Assert.Equal("""{"x":20,"y":20}""", alice["position"]!.ToJsonString());
    }

    [Fact]
    public void In_a_locomotive_that_has_gone_on_meanwhile()
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");
        server.Seat("alice", "locomotive");
        server.Run(45);

        server.Lua("vehicle.teleport({ 400, 20 })");
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        Assert.Equal("locomotive", server.Read("alice")["seat"]!["name"]!.GetValue<string>());
        Assert.Equal("""{"x":400,"y":20}""", server.Read("alice")["position"]!.ToJsonString());
    }

    [Fact]
    public void In_the_hub_of_a_platform()
    {
        using var server = Returned(out var revision);
        server.Do("platform", new JsonObject { ["name"] = "raft" });
        var acquire = server.Join("alice");
        server.Lua("game.get_player('alice').enter_space_platform(game.get_surface('raft').platform)");

        server.Run(45);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        var alice = server.Read("alice");
        Assert.Equal("space-platform-hub", alice["seat"]!["name"]!.GetValue<string>());
        Assert.Equal("raft", alice["surface"]!.GetValue<string>());
        Assert.Equal(30, server.Count("alice", "coal"));
    }

    [Theory]
    [InlineData("(function() game.get_player('alice').teleport({ 7, 7 }, game.create_surface('moon')) end)()", "game.delete_surface('moon')")]
    [InlineData("game.get_player('alice').enter_space_platform(game.get_surface('raft').platform)", "game.get_surface('raft').platform.hub.destroy()")]
    public void On_the_first_surface_when_the_other_is_gone(string goes, string meanwhile)
    {
        using var server = Returned(out var revision);
        server.Do("platform", new JsonObject { ["name"] = "raft" });
        var acquire = server.Join("alice");
        server.Lua(goes);
        server.Run(45);

        server.Lua(meanwhile);
        server.Run(1);
        server.Lua("game.create_surface('another')");
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        Assert.Equal("nauvis", server.Read("alice")["surface"]!.GetValue<string>());
        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(30, server.Count("alice", "coal"));
    }

    [Theory]
    [InlineData("cutscene")]
    [InlineData("pod")]
    public void Who_cannot_be_changed_is_set_aside_afterwards(string state)
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");
        if (state == "pod")
            server.Seat("alice", "cargo-pod", "set_passenger");
        else
            server.Enter("alice", "cutscene");

        server.Run(100);
        Assert.NotEqual("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.Lua(state == "pod" ? "vehicle.force_finish_descending()" : "game.get_player('alice').exit_cutscene()");
        server.Run(20);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        Assert.Equal(30, server.Count("alice", "coal"));
        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
    }

    [Fact]
    public void From_a_remote_view_the_player_comes_back_to_the_body()
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");
        server.Enter("alice", "remote");

        server.Run(45);
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(30, server.Count("alice", "coal"));
    }

    [Fact]
    public void One_in_the_editor_without_the_right_to_leave_it_stays_there()
    {
        using var server = Returned(out var revision);
        var acquire = server.Join("alice");
        server.Enter("alice", "editor");
        server.Do("demote", "alice");

        server.Run(60);
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {revision}");

        Assert.Equal("editor", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Contains("inventory_sync_retry", server.Elements("alice"));
        server.Do("promote", "alice");
        server.Lua("game.get_player('alice').toggle_map_editor()");
        server.Click("alice", "inventory_sync_retry");
        server.Tell($"acquired {GameServer.Number(server.Take("acquire"))} 3 1 same {revision}");
        Assert.Equal(30, server.Count("alice", "coal"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void The_dead_go_on_waiting_for_their_body_and_it_is_set_aside_as_it_comes()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":3}"""));
        server.Do("die", new JsonObject { ["player"] = "alice", ["ticks_to_respawn"] = 100 });
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var acquire = server.Join("alice");

        server.Run(60);
        Assert.Equal("ghost", server.Read("alice")["controller"]!.GetValue<string>());
        server.Run(60);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 6 32 same {upload["revision"]!.GetValue<string>()}");

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Null(server.Read("alice")["ticks_to_respawn"]);
    }

    [Fact]
    public void Leaving_meanwhile_leaves_everything_as_it_is_for_the_next_join()
    {
        using var server = Returned(out var revision);
        server.Join("alice");
        server.Run(45);

        server.Do("leave", "alice");
        Assert.False(server.HasLine("upload"));
        var acquire = server.Join("alice");
        server.Run(5);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 3 1 same {revision}");

        Assert.Equal(30, server.Count("alice", "coal"));
    }

    [Fact]
    public void Another_inventory_takes_the_place_of_the_one_set_aside()
    {
        using var server = Returned(out _);
        var acquire = server.Join("alice");
        server.Seat("alice", "car");
        server.Run(45);

        server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal("7 stone", Belongings.Describe(Belongings.Of(server, "alice")));
        Assert.Equal("car", server.Read("alice")["seat"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void Catalogue_D11_a_save_made_meanwhile_and_opened_alone_gives_everything_back()
    {
        using var server = Returned(out _);
        server.Do("join", "alice");
        server.Run(45);

        using var alone = GameServer.OpenedAlone(server.Save());
        alone.Run(20);

        Assert.Equal("character", alone.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(30, alone.Count("alice", "coal"));
        Assert.DoesNotContain("inventory_sync_dialog", alone.Elements("alice"));
        alone.Run(2000);
        Assert.Empty(alone.Host.Lines);
    }

    /// <summary>A server that alice left with 30 coal; the upload was stored.</summary>
    private static GameServer Returned(out string revision)
    {
        var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 30);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        revision = upload["revision"]!.GetValue<string>();
        return server;
    }
}

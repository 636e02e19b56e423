using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.States;

/// <summary>Each state in which a player can be, when they leave in it and when a document comes to them in it.</summary>
public class Every_state_of_the_player
{
    private const string Settings = """
        "color":{"r":1,"g":1,"b":1,"a":1},"chat_color":{"r":1,"g":1,"b":1,"a":1},"tag":"","force":"player","cheat_mode":false,"flashlight":false
        """;

    private static readonly string[] Versions = ["2.0.77", "2.1.9"];

    public static TheoryData<string> States() => [.. PlayerState.All];

    public static TheoryData<string, string> StatesInVersions()
    {
        var states = new TheoryData<string, string>();
        foreach (var version in Versions)
        {
            foreach (var state in PlayerState.All)
                states.Add(state, version);
        }

        return states;
    }

    public static TheoryData<string, bool, string> Targets()
    {
        var targets = new TheoryData<string, bool, string>();
        // What is put onto a surface in the tick of its end ends with it, as anything else there.
        foreach (var state in PlayerState.All.Where(state => state != "on a surface being deleted"))
        {
            foreach (var version in Versions)
                targets.Add(state, true, version);
            targets.Add(state, false, Versions[0]);
        }

        return targets;
    }

    public static TheoryData<string, string> Meetings()
    {
        var meetings = new TheoryData<string, string>();
        foreach (var state in PlayerState.All)
        {
            foreach (var controller in (string[])["god", "spectator", "ghost", "ghost that waits"])
                meetings.Add(controller, state);
        }

        return meetings;
    }

    [Theory]
    [MemberData(nameof(StatesInVersions))]
    public void What_a_leaving_player_owns_is_there_on_the_next_server(string state, string version)
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis", new GameServer.Options { Version = version });
        var vulcanus = cluster.Start("Vulcanus", new GameServer.Options { Version = version });
        Arrive(cluster, nauvis, "iron-plate", 30);
        PlayerState.Enter(nauvis, "alice", state);
        var owned = Belongings.Of(nauvis, "alice");
        var expected = state switch
        {
            "spectator" or "dead" or "ghost that does not wait" or "on a surface that was deleted" => "",
            _ => "30 iron-plate",
        };
        Assert.Equal(expected, Belongings.Describe(owned));

        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);

        Belongings.AssertEqual(owned, Belongings.In(cluster.Document!));
        Assert.Null(cluster.Holder);
        Assert.Equal(ControllerOf(state), cluster.Document!["controller"]!.GetValue<string>());
        Assert.Equal(state == "dead", cluster.Document["ticks_to_respawn"] is not null);
        vulcanus.Do("join", "alice");
        cluster.Settle(vulcanus);
        Belongings.AssertEqual(owned, Belongings.Of(vulcanus, "alice"));
        Assert.Null(vulcanus.Read("alice")["seat"]);
        Assert.Equal("nauvis", vulcanus.Read("alice")["surface"]!.GetValue<string>());
        Assert.Empty(cluster.Errors);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Who_comes_back_to_the_same_server_has_the_same(string state)
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        Arrive(cluster, nauvis, "iron-plate", 30);
        PlayerState.Enter(nauvis, "alice", state);
        var owned = Belongings.Of(nauvis, "alice");
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);

        nauvis.Do("join", "alice");
        nauvis.Run(60);
        cluster.Settle(nauvis);
        PlayerState.End(nauvis, "alice");
        cluster.Settle(nauvis);

        Belongings.AssertEqual(owned, Belongings.Of(nauvis, "alice"));
        Assert.Equal(ControllerOf(state), nauvis.Read("alice")["physical_controller"]!.GetValue<string>());
        Assert.True(nauvis.Status("alice")["sync"]!.GetValue<bool>());
        Assert.Empty(cluster.Errors);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_document_comes_to_a_player_in_it(string state, bool isNew, string version)
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis", new GameServer.Options { Version = version });
        var vulcanus = cluster.Start("Vulcanus");
        if (!isNew)
            Visit(cluster, nauvis, "coal", 5);
        Visit(cluster, vulcanus, "iron-plate", 7);
        var owned = Belongings.In(cluster.Document!);
        nauvis.Do("join", "alice");
        if (isNew)
            nauvis.Give("alice", "stone", 3);
        PlayerState.Enter(nauvis, "alice", state);
        // A temporary inventory is added; a synced one that others have overtaken is deleted.
        var temporary = isNew ? Belongings.Of(nauvis, "alice") : [];

        cluster.Settle(nauvis);
        PlayerState.End(nauvis, "alice");
        cluster.Settle(nauvis);

        var alice = nauvis.Read("alice");
        foreach (var (name, count) in temporary)
            owned[name] = owned.GetValueOrDefault(name) + count;
        Belongings.AssertEqual(owned, Belongings.Of(nauvis, "alice"));
        Assert.Equal("character", alice["physical_controller"]!.GetValue<string>());
        Assert.Null(alice["ticks_to_respawn"]);
        Assert.True(nauvis.Status("alice")["sync"]!.GetValue<bool>());
        Assert.Empty(cluster.Errors);
        AssertStands(state, alice);
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);
        Belongings.AssertEqual(owned, Belongings.In(cluster.Document!));
    }

    [Theory]
    [MemberData(nameof(Meetings))]
    public void One_without_a_body_comes_to_a_player_in_it(string controller, string state)
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        PlayerState.Enter(server, "alice", state);

        server.Deliver(acquire, Document(controller));
        server.Run(20);
        PlayerState.End(server, "alice");
        server.Run(20);

        var alice = server.Read("alice");
        Assert.Equal(controller.Split(' ')[0], alice["controller"]!.GetValue<string>());
        Assert.Equal(controller == "god" ? "7 iron-plate" : "", Belongings.Describe(Belongings.Of(server, "alice")));
        // A ghost that waited before goes on waiting: nobody else would give it a body. Others get none.
        var waits = controller == "ghost that waits" || (controller == "ghost" && state == "dead");
        Assert.Equal(waits, alice["ticks_to_respawn"] is not null);
        server.Run(6000);
        Assert.Equal(waits ? "character" : controller.Split(' ')[0], server.Read("alice")["controller"]!.GetValue<string>());
    }

    [Fact]
    public void Catalogue_L6_leaving_in_the_editor_without_the_right_to_leave_it_uploads_nothing_and_locks_nobody_out()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        Arrive(cluster, nauvis, "coal", 30);
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        nauvis.Give("alice", "stone", 3);
        nauvis.Enter("alice", "editor");
        nauvis.Do("demote", "alice");

        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);

        Assert.Null(cluster.Holder);
        Assert.Equal("30 coal", Belongings.Describe(Belongings.In(cluster.Document!)));
        Assert.Contains("could not be read", Assert.Single(cluster.Errors), StringComparison.Ordinal);
        nauvis.Do("promote", "alice");
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.Of(nauvis, "alice")));
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.In(cluster.Document!)));
    }

    [Fact]
    public void A_session_that_could_not_be_read_and_was_overtaken_goes_to_the_archive()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, nauvis, "coal", 30);
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        nauvis.Give("alice", "stone", 3);
        nauvis.Enter("alice", "editor");
        nauvis.Do("demote", "alice");
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);
        Visit(cluster, vulcanus, "iron-plate", 7);

        nauvis.Do("promote", "alice");
        nauvis.Do("join", "alice");
        nauvis.Run(60);
        cluster.Settle(nauvis);

        Assert.Equal("30 coal, 7 iron-plate", Belongings.Describe(Belongings.Of(nauvis, "alice")));
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);
        nauvis.Run(60 * 20);
        cluster.Settle(nauvis);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.In(Assert.Single(cluster.Archive))));
        Assert.Equal("30 coal, 7 iron-plate", Belongings.Describe(Belongings.In(cluster.Document!)));
    }

    [Fact]
    public void Catalogue_D5_a_force_that_does_not_exist_here_is_replaced_by_the_players_own_and_travels_on()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        nauvis.Lua("game.create_force('red')");
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        nauvis.Give("alice", "coal", 3);
        nauvis.Lua("(function() game.get_player('alice').force = 'red' end)()");
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);

        vulcanus.Do("join", "alice");
        cluster.Settle(vulcanus);
        Assert.Equal("player", vulcanus.Read("alice")["force"]!.GetValue<string>());
        Assert.Equal(3, vulcanus.Count("alice", "coal"));
        Assert.Contains("red", vulcanus.ChatSeen("alice"), StringComparison.Ordinal);
        vulcanus.Do("leave", "alice");
        cluster.Settle(vulcanus);

        // Here the force is gone meanwhile, too; the one of the last visit is what it was merged into.
        nauvis.Lua("game.merge_forces('red', 'player')");
        nauvis.Run(1);
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        Assert.Equal("red", cluster.Document!["force"]!.GetValue<string>());
        Assert.Equal("player", nauvis.Read("alice")["force"]!.GetValue<string>());
        Assert.Equal(3, nauvis.Count("alice", "coal"));
        Assert.Empty(cluster.Errors);
    }

    [Fact]
    public void Catalogue_D6_on_a_platform_the_body_comes_from_the_planet_and_goes_up()
    {
        using var server = GameServer.Started();
        server.Do("platform", new JsonObject { ["name"] = "raft" });
        var acquire = server.Join("alice");
        PlayerState.Enter(server, "alice", "in a hub");
        server.Lua("(function() local p = game.get_player('alice') p.leave_space_platform() p.set_controller({ type = defines.controllers.spectator }) end)()");

        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":3}"""));

        var alice = server.Read("alice");
        Assert.Equal("raft", alice["surface"]!.GetValue<string>());
        Assert.Equal("space-platform-hub", alice["seat"]!["name"]!.GetValue<string>());
        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void Catalogue_W7_the_body_in_a_hub_is_read_though_the_view_is_remote()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 30);
        PlayerState.Enter(server, "alice", "in a hub");

        Assert.Equal("30 coal", Belongings.Describe(Belongings.In(server.Leave("alice")["document"]!)));
    }

    [Fact]
    public void Catalogue_C7_what_lies_in_the_vehicle_stays_in_it_and_the_hand_goes_along()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 30);
        server.SetSlot("alice", "cursor", 1, new JsonObject { ["name"] = "stone", ["count"] = 4 });
        server.Seat("alice", "tank");
        server.Lua("(function() vehicle.get_inventory(defines.inventory.car_trunk)[1].set_stack({ name = 'wood', count = 9 }) end)()");

        Assert.Equal("30 coal, 4 stone", Belongings.Describe(Belongings.In(server.Leave("alice")["document"]!)));
        Assert.Equal(9, server.Lua("vehicle.get_inventory(defines.inventory.car_trunk)[1].count")!.GetValue<double>());
    }

    [Fact]
    public void Catalogue_C9_one_who_died_and_left_is_dead_elsewhere_and_the_corpse_is_the_worlds()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Arrive(cluster, nauvis, "coal", 30);
        PlayerState.Enter(nauvis, "alice", "dead");
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis);

        vulcanus.Do("join", "alice");
        cluster.Settle(vulcanus);
        Assert.Equal("ghost", vulcanus.Read("alice")["controller"]!.GetValue<string>());
        vulcanus.Do("respawn", "alice");

        Assert.Equal("", Belongings.Describe(Belongings.Of(vulcanus, "alice")));
        Assert.Contains("coal", nauvis.Read("alice")["corpses"]!.ToJsonString(), StringComparison.Ordinal);
        vulcanus.Do("leave", "alice");
        cluster.Settle(vulcanus);
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        Assert.Equal("character", nauvis.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal("", Belongings.Describe(Belongings.Of(nauvis, "alice")));
    }

    private static void Arrive(Cluster cluster, GameServer server, string item, int count)
    {
        server.Do("join", "alice");
        cluster.Settle(server);
        server.Give("alice", item, count);
    }

    private static void Visit(Cluster cluster, GameServer server, string item, int count)
    {
        Arrive(cluster, server, item, count);
        server.Do("leave", "alice");
        cluster.Settle(server);
    }

    private static string ControllerOf(string state) => state switch
    {
        "spectator" => "spectator",
        "dead" or "ghost that does not wait" or "on a surface that was deleted" => "ghost",
        _ when state.StartsWith("god", StringComparison.Ordinal) => "god",
        _ => "character",
    };

    private static void AssertStands(string state, JsonObject alice)
    {
        var seat = alice["seat"]?["name"]?.GetValue<string>();
        Assert.Equal(
            state switch
            {
                "driving a car" or "passenger of a car" => "car",
                "driving a tank" or "remote view from a tank" => "tank",
                "driving a spidertron" => "spidertron",
                "in a locomotive" => "locomotive",
                "in a cargo wagon" => "cargo-wagon",
                _ => seat is "space-platform-hub" ? seat : null,
            },
            seat);
        Assert.Equal(
            state switch
            {
                "on a platform" or "in a hub" => "raft",
                "on another surface" => "moon",
                _ => "nauvis",
            },
            alice["surface"]!.GetValue<string>());
    }

    private static string Document(string controller) => $$"""
        {"generation":3,"controller":"{{controller.Split(' ')[0]}}","name":"alice",{{Settings}}{{controller switch
    {
        "god" => ""","inventories":{"main":{"i":[{"n":"iron-plate","c":7}]}}""",
        "ghost that waits" => ""","ticks_to_respawn":5000,"inventories":{}""",
        _ => "",
    }}}}
        """;
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

public class Players_in_every_state
{
    private const string Waiting = """
        {"generation":58,"controller":"ghost","name":"alice","color":{"r":1,"g":1,"b":1,"a":1},"chat_color":{"r":1,"g":1,"b":1,"a":1},
        "tag":"","force":"player","cheat_mode":false,"flashlight":false,"ticks_to_respawn":3000,
        "inventories":{"armor":{"i":{}},"main":{"i":[{"n":"coal","c":5,"s":3},{"f":{"name":"stone","quality":"normal","comparator":"="},"s":8}]},
        "guns":{"i":[{"n":"pistol","c":1}]},"ammo":{"i":{}},"trash":{"i":{}}}}
        """;

    [Fact]
    public void Catalogue_C9_a_dead_player_stays_dead_and_takes_the_waiting_time_along()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Waiting);

        var player = server.Read("alice");
        Assert.Equal("ghost", player["controller"]!.GetValue<string>());
        Assert.InRange(player["ticks_to_respawn"]!.GetValue<int>(), 2990, 3000);
        var upload = server.Leave("alice")["document"]!.AsObject();
        upload["ticks_to_respawn"] = 3000;
        DocumentComparison.AssertEqual(JsonNode.Parse(Waiting)!, upload);
    }

    [Fact]
    public void The_respawned_body_has_what_was_waiting_for_it()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Waiting);

        server.Do("respawn", "alice");

        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal(1, server.Count("alice", "pistol"));
        var document = server.Leave("alice")["document"]!;
        Assert.Equal("character", document["controller"]!.GetValue<string>());
        DocumentComparison.AssertEqual(
            JsonNode.Parse(Waiting)!["inventories"]!["main"]!,
            document["character"]!["inventories"]!["main"]!);
    }

    [Fact]
    public void One_who_dies_here_leaves_as_a_ghost_without_the_things_in_the_corpse()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":3}"""));
        server.Do("die", "alice");

        var document = server.Leave("alice")["document"]!;

        Assert.Equal("ghost", document["controller"]!.GetValue<string>());
        Assert.NotNull(document["ticks_to_respawn"]);
        Assert.Null(document["character"]);
        Assert.DoesNotContain("coal", document.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_spectator_stays_one_and_the_temporary_inventory_waits_in_the_stash()
    {
        const string Spectator = """
            {"generation":3,"controller":"spectator","name":"alice","color":{"r":1,"g":1,"b":1,"a":1},"chat_color":{"r":1,"g":1,"b":1,"a":1},
            "tag":"","force":"player","cheat_mode":false,"flashlight":false}
            """;
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "coal", 5);

        server.Deliver(acquire, Spectator);

        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(1, server.Status("alice")["stash"]!.GetValue<int>());
        DocumentComparison.AssertEqual(JsonNode.Parse(Spectator)!, server.Leave("alice")["document"]!);
    }

    [Fact]
    public void A_god_becomes_a_character_again_and_the_other_way_round()
    {
        const string God = """
            {"generation":3,"controller":"god","name":"alice","color":{"r":1,"g":1,"b":1,"a":1},"chat_color":{"r":1,"g":1,"b":1,"a":1},
            "tag":"","force":"player","cheat_mode":true,"flashlight":false,"inventories":{"main":{"i":[{"n":"coal","c":5}]}}}
            """;
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), God);
        Assert.Equal("god", server.Read("alice")["controller"]!.GetValue<string>());
        DocumentComparison.AssertEqual(JsonNode.Parse(God)!, server.Leave("alice")["document"]!);

        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":2}"""), revision: "other-2");

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(2, server.Count("alice", "stone"));
        Assert.Equal(0, server.Count("alice", "coal"));
    }

    [Fact]
    public void In_a_cutscene_the_answer_waits_for_its_end()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Enter("alice", "cutscene");

        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":3}"""));
        server.Run(700);
        Assert.False(server.Status("alice")["sync"]!.GetValue<bool>());
        server.Lua("game.get_player('alice').exit_cutscene()");
        server.Run(40);

        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void Leaving_during_the_cutscene_gives_the_granted_acquisition_back()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Enter("alice", "cutscene");
        server.AnswerNone(acquire, token: 6);

        server.Do("leave", "alice");

        Assert.Equal(6, server.Take("release")["token"]!.GetValue<int>());
    }

    [Fact]
    public void The_remote_view_is_left_first()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Enter("alice", "remote");

        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":3}"""));

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void Bonuses_colours_and_settings_are_applied()
    {
        using var server = GameServer.Started();
        var document = Composed.Tree("alice", """{"n":"coal","c":3,"s":85}""");
        document["character"]!["character_inventory_slots_bonus"] = 10;
        document["character"]!["character_running_speed_modifier"] = 0.5;
        document["character"]!["character_health_bonus"] = 100;
        document["cheat_mode"] = true;
        document["flashlight"] = false;
        document["tag"] = "[rails]";

        server.Deliver(server.Join("alice"), document.ToJsonString());

        Assert.Equal("coal", server.Slots("alice")["85"]!["name"]!.GetValue<string>());
        Assert.Equal("[rails]", server.Read("alice")["tag"]!.GetValue<string>());
        DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
    }

    [Fact]
    public void Every_attribute_of_an_item_is_restored()
    {
        using var server = GameServer.Started(new() { TestMods = true });
        var document = Composed.Tree("alice", """
            {"n":"repair-pack","c":3,"d":120},{"n":"raw-fish","c":5,"sp":0.5},{"n":"firearm-magazine","c":4,"a":3},
            {"n":"tank","c":1,"q":"legendary","h":0.625,"g":[{"n":"fission-reactor-equipment","p":[0,0],"q":"rare"},
            {"n":"battery-mk2-equipment","p":[4,0],"e":87500000,"q":"normal","t":true},
            {"n":"equipment-ghost","p":[5,0],"g":"energy-shield-equipment","q":"epic"}]},
            {"n":"backpack","c":1,"l":{"t":"ores","c":{"r":1,"g":0,"b":0,"a":1},"a":false},"i":{"i":[{"n":"iron-ore","c":50,"r":2}]}}
            """.ReplaceLineEndings(""));

        server.Deliver(server.Join("alice"), document.ToJsonString());

        DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
    }
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Catalogue;

public class Stored_records_and_first_joins
{
    [Fact]
    public void Catalogue_T7_a_record_that_is_gone_at_the_download_leaves_a_player_with_a_body_where_they_stood()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Lua("game.get_player('alice').teleport({ 12, -3 })");
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), partBytes: 100);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());

        server.Tell($$"""fail {{transfer.Number}} {"message":"The document is not there any more."}""");
        Assert.Equal("release", server.Take("release")["type"]!.GetValue<string>());
        server.Click("alice", "inventory_sync_retry");
        server.AnswerNone(server.Take("acquire"), token: 9);

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal("""{"x":12,"y":-3}""", server.Lua("return game.get_player('alice').position")!.ToJsonString());
        Assert.DoesNotContain("inventory_sync_message", server.Elements("alice"));
        Assert.Equal("unknown", server.Send(transfer.Part(1)));
        Assert.Equal(1, server.Leave("alice")["generation"]!.GetValue<int>());
    }

    [Fact]
    public void Upstream_defect_4_no_data_for_a_spectator_ends_the_download_and_the_wait()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice"), partBytes: 100);
        server.Tell($$"""fail {{transfer.Number}} {"message":"gone"}""");

        server.Click("alice", "inventory_sync_temporary");

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Null(server.Status("alice")["transfer"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Catalogue_D10_where_the_plugin_is_new_local_goods_are_kept_or_merged_and_never_replaced(bool isKnown)
    {
        using var server = Populated(online: true);

        server.Restart(server.Save());
        Assert.False(server.HasLine("upload"));
        var acquire = server.Join("alice");
        Assert.Null(acquire["have"]);
        if (isKnown)
            server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""));
        else
            server.AnswerNone(acquire);

        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal(isKnown ? 7 : 0, server.Count("alice", "stone"));
        Assert.Contains("coal", server.Leave("alice")["document"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ipc_flaw_16_players_who_leave_before_the_first_tick_of_a_save_without_any_state_lose_nothing()
    {
        using var server = Populated(online: true);

        server.Restart(server.Save(), hello: false);
        server.Do("join", "alice");
        server.SayHello();
        server.AnswerNone(server.Take("acquire"));

        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal(1, server.Leave("alice")["generation"]!.GetValue<int>());
    }

    /// <summary>A map that was played without any plugin.</summary>
    private static GameServer Populated(bool online)
    {
        var server = new GameServer(new() { Hello = false });
        server.RestartWithoutModule(server.Save());
        server.Lua("storage.inventory_sync_extended = nil");
        server.Do("join", "alice");
        server.Give("alice", "coal", 5);
        if (!online)
            server.Do("leave", "alice");
        return server;
    }

    [Fact]
    public void Catalogue_D3_a_record_of_an_older_game_keeps_its_slots_and_is_not_upgraded_twice()
    {
        using var first = GameServer.Started();
        using var second = GameServer.Started();
        var old = Composed.With("alice", """{"n":"iron-plate","c":100,"s":3},{"n":"firearm-magazine","c":200,"a":5,"s":7},{"n":"coal","c":12,"s":60}""", ""","hotbar":{"2":"inserter"}""");

        first.Deliver(first.Join("alice"), old);
        Assert.Equal(100, first.Slots("alice")["3"]!["count"]!.GetValue<int>());
        Assert.Equal(12, first.Slots("alice")["60"]!["count"]!.GetValue<int>());
        Assert.Equal(200, first.Count("alice", "firearm-magazine"));
        var once = first.Leave("alice")["document"]!;
        second.Deliver(second.Join("alice"), once.ToJsonString(), revision: "other-2");
        var twice = second.Leave("alice")["document"]!;

        Assert.Equal(first.Slots("alice").ToJsonString(), second.Slots("alice").ToJsonString());
        once["ext"]?.AsObject().Remove("saved_at");
        twice["ext"]?.AsObject().Remove("saved_at");
        DocumentComparison.AssertEqual(once, twice);
    }

    [Fact]
    public void Catalogue_C8_nothing_of_what_was_read_for_a_stop_can_still_be_dropped_or_put_into_a_chest()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);

        server.Send("close");
        server.Take("upload");

        Assert.Equal("true", server.Lua("local player = game.get_player('alice') return player.get_main_inventory() == nil and player.character == nil")!.ToJsonString());
        Assert.Equal(0, server.Count("alice", "coal"));
    }

    [Fact]
    public void Catalogue_C8_what_a_leaving_player_does_in_the_tick_of_the_leave_is_not_in_the_world_and_in_the_document()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);

        // The module reads last in that tick, and the player is gone before the next one.
        var upload = server.Leave("alice");
        server.Run(2);

        Assert.Contains("coal", upload["document"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("false", server.Lua("return game.get_player('alice').connected")!.ToJsonString());
        server.Tell($"uploaded {upload["upload"]} stored");
        server.Tell($"acquired {GameServer.Number(server.Join("alice"))} 9 1 same {upload["revision"]!.GetValue<string>()}");
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void Catalogue_C10_all_that_a_player_owns_is_one_record_of_one_version()
    {
        using var server = GameServer.Started(new() { TestMods = true });
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"mystery","c":2},{"n":"tank","c":1,"h":0.5},{"n":"coal","c":3}""", ""","ext":{"kept":[{"path":"main","slot":9,"entry":{"n":"riddle","c":4},"reason":"unknown item"}]}"""));
        server.SetSlot("alice", "armor", 1, JsonNode.Parse("""{"name":"power-armor","grid":[{"name":"battery-equipment","position":[0,0],"energy":1000}]}""")!.AsObject());

        var upload = server.Leave("alice");

        Assert.False(server.HasLine("upload"));
        var text = upload["document"]!.ToJsonString();
        Assert.All(new[] { "mystery", "riddle", "tank", "coal", "power-armor", "battery-equipment" }, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.Equal(upload["revision"]!.GetValue<string>(), upload["document"]!["revision"]!.GetValue<string>());
    }
}

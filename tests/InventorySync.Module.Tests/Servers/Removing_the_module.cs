using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Servers;

/// <summary>A save that goes on without the module: after <c>retire</c>, and without it.</summary>
public class Removing_the_module
{
    private static JsonObject Retire(GameServer server) => JsonNode.Parse(server.Send("retire"))!["remains"]!.AsObject();

    [Fact]
    public void After_it_was_retired_everybody_has_their_things_and_no_window_is_left()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 5);
        WaitAsSpectator(server, "bob");

        var remains = Retire(server);
        var upload = server.Take("upload");
        server.Tell($"uploaded {upload["upload"]} stored");
        Assert.Equal("bob", Assert.Single(remains, entry => entry.Key == "bob").Key);
        server.RestartWithoutModule(server.Save());
        server.Do("join", "alice");
        server.Do("join", "bob");
        server.Run(700);

        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal(9, server.Count("bob", "stone"));
        Assert.Equal("character", server.Read("bob")["controller"]!.GetValue<string>());
        Assert.DoesNotContain(server.Elements("alice").Concat(server.Elements("bob")), name => name.StartsWith("inventory_sync", StringComparison.Ordinal));
    }

    /// <summary>A synced player who is held elsewhere: their things are set aside.</summary>
    private static JsonObject WaitAsSpectator(GameServer server, string player)
    {
        server.JoinNew(player);
        server.Give(player, "stone", 9);
        var upload = server.Leave(player);
        var acquire = server.Join(player);
        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");
        Assert.Equal("spectator", server.Read(player)["controller"]!.GetValue<string>());
        return upload;
    }

    [Fact]
    public void What_is_in_the_stash_goes_into_the_inventory_as_far_as_there_is_room_and_the_rest_is_named()
    {
        using var server = GameServer.Started();
        server.Join("alice");
        server.Give("alice", "coal", 4000);
        server.Do("leave", "alice");
        server.Deliver(server.Join("alice"), Composed.With("alice", string.Join(',', Enumerable.Repeat("""{"n":"stone","c":50}""", 70))));
        var stashed = server.Status("alice")["stash"]!.GetValue<int>();
        Assert.True(stashed > 3);
        server.Do("take", new JsonObject { ["player"] = "alice", ["name"] = "stone", ["count"] = 100 });

        var remains = Retire(server);

        Assert.Equal(stashed - 2, remains["alice"]!["stash"]!.GetValue<int>());
        Assert.DoesNotContain("inventory_sync_stash", server.Elements("alice"));
    }

    [Fact]
    public void A_player_who_is_not_there_is_named_and_gets_theirs_at_the_next_join_before_the_server_stops()
    {
        using var server = GameServer.Started();
        WaitAsSpectator(server, "bob");
        server.Do("leave", "bob");

        Assert.True(Retire(server)["bob"]!["aside"]!.GetValue<bool>());
        server.Do("join", "bob");

        Assert.Equal(9, server.Count("bob", "stone"));
        Assert.False(server.HasLine("acquire"));
        Assert.Null(Retire(server)["bob"]?["aside"]);
    }

    [Fact]
    public void A_spectator_whose_document_has_not_come_gets_a_body()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), partBytes: 100);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());

        Retire(server);

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.True(server.HasLine("release"));
        Assert.True(server.HasLine("cancel"));
    }

    [Fact]
    public void A_stop_after_it_takes_nothing_away_again()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        Retire(server);

        server.Send("close");

        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_save_opened_without_the_module_and_without_warning_loads_and_coming_back_loses_nothing()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 5);
        var upload = WaitAsSpectator(server, "bob");

        server.RestartWithoutModule(server.Save());
        server.Do("join", "alice");
        server.Do("join", "bob");
        server.Give("alice", "wood", 3);
        server.Run(700);
        server.Do("leave", "alice");
        server.Restart(server.Save());

        // Whoever was set aside is where they were.
        var pending = server.Take("upload");
        Assert.Equal(upload["revision"]!.GetValue<string>()[^2..], pending["revision"]!.GetValue<string>()[^2..]);
        server.Tell($"uploaded {pending["upload"]} stored");
        server.Tell($"acquired {GameServer.Number(server.Join("bob"))} 9 1 same {pending["revision"]!.GetValue<string>()}");
        Assert.Equal(9, server.Count("bob", "stone"));
        // What changed meanwhile is kept where nobody else has gone on.
        server.AnswerNone(server.Join("alice"), token: 8);
        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal(3, server.Count("alice", "wood"));
    }

    [Fact]
    public void What_changed_without_the_module_goes_to_the_archive_if_others_have_gone_on()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        server.RestartWithoutModule(server.Save());
        server.Do("join", "alice");
        server.Give("alice", "wood", 3);
        server.Run(700);
        server.Do("leave", "alice");

        server.Restart(server.Save());
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""));
        Assert.Equal(0, server.Count("alice", "wood"));
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        server.SayHello("hostagain000");

        var archived = server.Take("upload");
        Assert.Contains("wood", archived["document"]!.ToJsonString(), StringComparison.Ordinal);
        server.Tell($"uploaded {archived["upload"]} superseded");
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void Nothing_is_archived_when_the_module_was_there_all_the_time()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Run(500);
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        server.Run(500);

        server.Restart(server.Save());
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""));
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        server.SayHello("hostagain000");

        Assert.False(server.HasLine("upload"));
    }
}

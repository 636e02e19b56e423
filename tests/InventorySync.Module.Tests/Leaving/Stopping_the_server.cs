using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Leaving;

/// <summary>The host says <c>close</c> before it stops a server on which players are.</summary>
public class Stopping_the_server
{
    private static List<long> Close(GameServer server) =>
        [.. (JsonNode.Parse(server.Send("close"))!["unanswered"] as JsonArray ?? []).Select(number => number!.GetValue<long>())];

    [Fact]
    public void Catalogue_W8_players_are_uploaded_and_set_aside_and_nothing_is_uploaded_twice()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 5);

        var unanswered = Close(server);
        var upload = server.Take("upload");
        Assert.Equal([upload["upload"]!.GetValue<long>()], unanswered);
        Assert.Equal(4, upload["token"]!.GetValue<int>());
        Assert.Contains("coal", upload["document"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Contains("inventory_sync_dialog", server.Elements("alice"));
        server.Tell($"uploaded {upload["upload"]} stored");
        Assert.Empty(Close(server));

        server.Restart(server.Save());
        server.Run(2000);
        server.Send("poll");

        Assert.False(server.HasLine("upload"));
        Assert.DoesNotContain("inventory_sync_dialog", server.Elements("alice"));
        var acquire = server.Join("alice");
        Assert.Equal(upload["revision"]!.GetValue<string>(), acquire["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 9 1 same {upload["revision"]!.GetValue<string>()}");
        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void Whoever_leaves_after_that_is_not_uploaded_again()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        Close(server);
        server.Take("upload");

        server.Do("leave", "alice");

        Assert.False(server.HasLine("upload"));
        Assert.False(server.HasLine("release"));
    }

    [Fact]
    public void An_upload_that_was_not_answered_any_more_is_repeated_at_the_next_start_with_the_same_bytes()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        Close(server);
        var first = server.Take("upload");

        server.Restart(server.Save());

        var second = server.Take("upload");
        Assert.Equal(first["revision"]!.GetValue<string>(), second["revision"]!.GetValue<string>());
        Assert.Equal(first["document"]!.ToJsonString(), second["document"]!.ToJsonString());
        Assert.False(server.HasLine("upload"));
    }

    [Fact]
    public void Whoever_played_elsewhere_meanwhile_gets_what_they_own_now()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        Close(server);
        server.Tell($"uploaded {server.Take("upload")["upload"]} stored");

        server.Restart(server.Save());
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(0, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void A_request_under_way_is_withdrawn_and_the_grant_comes_too_late()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");

        Close(server);

        Assert.Equal(GameServer.Number(acquire), GameServer.Number(server.Take("withdraw")));
        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(acquire)} 5 0 none"));
    }

    [Fact]
    public void During_a_download_the_acquisition_is_given_back_and_a_temporary_inventory_stays_in_the_save()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), token: 8, partBytes: 100);
        server.Give("alice", "coal", 5);
        server.Tell(transfer.Part(1));

        Assert.Empty(Close(server));

        Assert.Equal(8, server.Take("release")["token"]!.GetValue<int>());
        server.Restart(server.Save());
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""));
        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void Whoever_joins_while_the_server_stops_is_told_so_and_keeps_what_is_here()
    {
        using var server = GameServer.Started();
        Close(server);

        server.Do("join", "alice");

        Assert.False(server.HasLine("acquire"));
        Assert.Contains("inventory_sync_dialog", server.Elements("alice"));
        server.Restart(server.Save());
        server.AnswerNone(server.Join("alice"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void A_player_who_waits_as_a_spectator_still_has_everything_after_the_stop()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        server.Tell($$"""busy {{GameServer.Number(server.Join("alice"))}} {"holder":"Vulcanus"}""");

        Assert.Empty(Close(server));
        server.Restart(server.Save());
        server.Tell($"acquired {GameServer.Number(server.Join("alice"))} 9 1 same {upload["revision"]!.GetValue<string>()}");

        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Theory]
    [InlineData("cutscene")]
    [InlineData("editor")]
    [InlineData("remote")]
    public void A_player_in_any_view_is_uploaded(string controller)
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        server.Enter("alice", controller);

        Close(server);

        var upload = server.Take("upload");
        Assert.Contains("coal", upload["document"]!.ToJsonString(), StringComparison.Ordinal);
        server.Restart(server.Save());
        Assert.Equal(upload["revision"]!.GetValue<string>(), server.Take("upload")["revision"]!.GetValue<string>());
    }

    [Fact]
    public void A_player_who_cannot_be_read_does_not_stop_the_others()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.JoinNew("bob");
        server.Give("bob", "coal", 5);
        server.Lua("storage.inventory_sync_extended.players.alice.generation = 'not a number'");

        Assert.Single(Close(server));

        Assert.Equal("bob", server.Take("upload")["player_name"]!.GetValue<string>());
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
    }

    [Fact]
    public void A_server_that_is_stopped_by_others_uploads_its_players_at_the_next_start()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 5);

        server.Restart(server.Save());

        var upload = server.Take("upload");
        Assert.Equal(4, upload["token"]!.GetValue<int>());
        Assert.Contains("coal", upload["document"]!.ToJsonString(), StringComparison.Ordinal);
    }
}

using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Joining;

public class Waiting_for_an_answer
{
    [Fact]
    public void After_ten_seconds_without_one_the_player_may_retry_or_play_on()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Run(590);
        Assert.DoesNotContain("inventory_sync_retry", server.Elements("alice"));

        server.Run(30);

        Assert.Contains("inventory_sync_retry", server.Elements("alice"));
        Assert.Contains("inventory_sync_temporary", server.Elements("alice"));
        Assert.Equal(GameServer.Number(acquire), GameServer.Number(server.Take("withdraw")));
    }

    [Fact]
    public void Catalogue_L4_a_late_answer_is_stale_and_a_retry_has_a_new_number()
    {
        using var server = GameServer.Started();
        var first = server.Join("alice");
        server.Run(620);
        server.Click("alice", "inventory_sync_retry");
        var second = server.Take("acquire");

        Assert.NotEqual(GameServer.Number(first), GameServer.Number(second));
        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(first)} 3 0 none"));
        Assert.False(server.Status("alice")["sync"]!.GetValue<bool>());
        server.AnswerNone(second, token: 4);
        Assert.Equal(4, server.Status("alice")["token"]!.GetValue<int>());
    }

    [Fact]
    public void Catalogue_L5_a_grant_for_a_player_who_left_is_stale()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Do("leave", "alice");

        Assert.Equal(GameServer.Number(acquire), GameServer.Number(server.Take("withdraw")));
        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(acquire)} 3 0 none"));
        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(acquire)} 3 4 other r-1 1 1 10 10"));
        Assert.Equal("stale", server.Send($$"""busy {{GameServer.Number(acquire)}} {"holder":"x"}"""));
    }

    [Fact]
    public void A_busy_player_sees_who_holds_them_and_goes_on_when_it_succeeds()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");

        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus \"2\"","reason":"playing"}""");

        Assert.Contains("Vulcanus", server.Do("gui", "alice")!.ToJsonString(), StringComparison.Ordinal);
        server.Run(3000);
        Assert.Contains("inventory_sync_temporary", server.Elements("alice"));
        server.AnswerNone(acquire);
        Assert.Empty(server.Elements("alice"));
    }

    [Fact]
    public void A_temporary_inventory_gives_the_request_up()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");

        server.Click("alice", "inventory_sync_temporary");

        Assert.Equal(GameServer.Number(acquire), GameServer.Number(server.Take("withdraw")));
        Assert.Empty(server.Elements("alice"));
        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(acquire)} 3 0 none"));
        server.Do("leave", "alice");
        Assert.False(server.HasLine("upload"));
    }

    [Fact]
    public void A_synced_player_waits_as_a_spectator_and_gets_everything_back_as_it_was()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 50);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var before = server.Read("alice");
        var acquire = server.Join("alice");

        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");

        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {upload["revision"]!.GetValue<string>()}");
        var after = server.Read("alice");
        Assert.Equal(before["inventories"]!.ToJsonString(), after["inventories"]!.ToJsonString());
        Assert.Equal(before["position"]!.ToJsonString(), after["position"]!.ToJsonString());
    }

    [Fact]
    public void A_synced_player_who_will_not_wait_starts_empty_and_gets_the_synced_one_later()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 50);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var acquire = server.Join("alice");
        server.Tell($$"""unavailable {{GameServer.Number(acquire)}} {"message":"The controller is away."}""");

        server.Click("alice", "inventory_sync_temporary");
        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(0, server.Count("alice", "coal"));
        server.Give("alice", "stone", 3);
        server.Do("leave", "alice");
        Assert.False(server.HasLine("upload"));
        var again = server.Join("alice");
        Assert.Null(again["have"]);
        server.Deliver(again, Documents.Composed.With("alice", """{"n":"coal","c":50}"""));

        Assert.Equal(50, server.Count("alice", "coal"));
        Assert.Equal(3, server.Count("alice", "stone"));
    }

    [Fact]
    public void Nothing_is_said_before_the_host_has_said_hello_and_then_everything()
    {
        using var server = new GameServer();
        server.Do("join", "alice");
        Assert.Empty(server.Host.Lines);

        server.SayHello();

        var acquire = server.Take("acquire");
        Assert.Equal(1, acquire["sequence"]!.GetValue<int>());
        Assert.Equal("alice", acquire["player_name"]!.GetValue<string>());
    }
}

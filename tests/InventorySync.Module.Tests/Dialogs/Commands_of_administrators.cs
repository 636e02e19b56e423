using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Dialogs;

/// <summary>The command <c>/inventory-sync</c>, typed in the game or on the server's console.</summary>
public class Commands_of_administrators
{
    private static void MakeAdmin(GameServer server, string player) => server.Lua($"game.get_player('{player}').admin = true");

    [Theory]
    [InlineData("status")]
    [InlineData("resync bob")]
    [InlineData("kept bob")]
    [InlineData("anything")]
    public void A_plain_player_is_refused_politely(string command)
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.JoinNew("bob", token: 2);
        var before = server.Status("bob").ToJsonString();

        Assert.Equal(
            ["Sorry, only administrators may do that. Type /inventory-sync alone to see what waits for you."],
            server.TypeAs("alice", "/inventory-sync " + command));

        Assert.Equal(before, server.Status("bob").ToJsonString());
        Assert.False(server.HasLine("upload"));
    }

    [Fact]
    public void Status_says_of_each_player_how_things_stand_and_only_to_who_asked()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        MakeAdmin(server, "alice");
        server.Tell($$"""busy {{GameServer.Number(server.Join("bob"))}} {"holder":"Vulcanus"}""");
        server.Tell($$"""unavailable {{GameServer.Number(server.Join("carl"))}} {"message":"x"}""");
        server.Tell(server.Offer(server.Join("dora"), Composed.With("dora", """{"n":"coal","c":1}"""), partBytes: 60).Part(1));
        server.Tell($$"""busy {{GameServer.Number(server.Join("emil"))}} {"holder":"Vulcanus"}""");
        server.Click("emil", "inventory_sync_temporary");
        server.JoinNew("fred", token: 9);
        server.Leave("fred");
        var chat = server.ChatSeen("bob");

        var lines = server.TypeAs("alice", "/inventory-sync status");

        Assert.Equal("InventorySync module 0.1.0, Factorio 2.0.77", lines[0]);
        Assert.Equal("The host has been in touch since this server started.", lines[1]);
        Assert.Equal("alice: synced", lines[2]);
        Assert.Equal("bob: waiting for Vulcanus", lines[3]);
        Assert.Equal("carl: waiting for the cluster, which cannot be reached", lines[4]);
        Assert.Matches(@"^dora: receiving the inventory, 1 of \d+ parts$", lines[5]);
        Assert.Equal("emil: temporary inventory", lines[6]);
        Assert.Equal("fred: away; the upload has not been answered yet", lines[7]);
        Assert.Equal(8, lines.Count);
        Assert.Equal(chat, server.ChatSeen("bob"));
        Assert.Equal(lines, server.TypeOnConsole("/inventory-sync status"));
    }

    [Fact]
    public void Status_is_bounded_and_says_so_before_the_host_came()
    {
        using var server = new GameServer();
        for (var number = 0; number < 60; number++)
            server.Do("join", $"player{number:00}");

        var lines = server.TypeOnConsole("/inventory-sync status");

        Assert.Equal("The host has not been in touch since this server started.", lines[1]);
        Assert.Equal("… and 20 more", lines[^1]);
        Assert.Equal(43, lines.Count);
    }

    [Fact]
    public void Kept_lists_the_stash_and_what_is_set_aside_with_reasons()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "tank", 1);
        server.Deliver(acquire, Composed.With("alice", string.Join(',', Enumerable.Repeat("""{"n":"coal","c":50}""", 79)) + """,{"n":"warp-core","c":3},{"n":"coal","c":50}"""));
        MakeAdmin(server, "alice");

        Assert.Equal(
            [
                "alice:",
                "1 stack is in the stash:",
                "1 × [item=tank] Tank",
                "1 thing is kept for other servers:",
                "3 × warp-core – does not exist on this server",
            ],
            server.TypeAs("alice", "/inventory-sync kept alice"));
    }

    [Theory]
    [InlineData("kept", "Usage: /inventory-sync status")]
    [InlineData("resync", "Usage: /inventory-sync status")]
    [InlineData("status alice", "Usage: /inventory-sync status")]
    [InlineData("nonsense alice", "Usage: /inventory-sync status")]
    [InlineData("kept nobody [item=coal] __1__", "No player called nobody (item=coal) _1_ is known here.")]
    [InlineData("resync 1", "No player called 1 is known here.")]
    public void What_cannot_be_done_is_said(string command, string expected)
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");

        Assert.StartsWith(expected, Assert.Single(server.TypeOnConsole("/inventory-sync " + command)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Käthe-Mü")]
    [InlineData("a'b\"c")]
    [InlineData("x%s[item=coal]")]
    [InlineData("two words")]
    public void Names_may_hold_any_characters(string name)
    {
        using var server = GameServer.Started();
        server.JoinNew(name);

        Assert.Equal(2 + 1, server.TypeOnConsole($"/inventory-sync kept {name} ").Count);
        Assert.Contains(": synced", server.TypeOnConsole("/inventory-sync status")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Resync_uploads_what_the_player_has_and_gives_it_back_when_the_controller_agrees()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 30);
        var before = server.Read("alice");

        Assert.Equal(["alice:", "The inventory has been uploaded and is asked for again."], server.TypeOnConsole("/inventory-sync resync alice"));

        Assert.Equal(0, server.Count("alice", "coal"));
        var upload = server.Take("upload");
        Assert.Equal(4, upload["token"]!.GetValue<int>());
        Assert.Contains("coal", upload["document"]!.ToJsonString(), StringComparison.Ordinal);
        var acquire = server.Take("acquire");
        Assert.Equal(upload["revision"]!.GetValue<string>(), acquire["pending"]!.GetValue<string>());
        server.Tell($"uploaded {upload["upload"]} stored");
        server.Tell($"acquired {GameServer.Number(acquire)} 5 1 same {upload["revision"]!.GetValue<string>()}");
        var after = server.Read("alice");
        Assert.Equal(before["inventories"]!.ToJsonString(), after["inventories"]!.ToJsonString());
        Assert.Equal(before["position"]!.ToJsonString(), after["position"]!.ToJsonString());
        Assert.Equal("alice: synced", server.TypeOnConsole("/inventory-sync status")[^1]);
        Assert.Equal(5, server.Leave("alice")["token"]!.GetValue<int>());
    }

    [Fact]
    public void Resync_brings_what_is_newer_and_doubles_nothing()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 30);

        server.TypeOnConsole("/inventory-sync resync alice");
        var upload = server.Take("upload");
        var acquire = server.Take("acquire");
        server.Tell($"uploaded {upload["upload"]} superseded");
        server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(0, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal(0, server.Status("alice")["stash"]!.GetValue<int>());
    }

    [Fact]
    public void A_resync_on_which_somebody_else_gets_the_player_first_leaves_nothing_to_be_used_twice()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 30);
        server.TypeOnConsole("/inventory-sync resync alice");
        var upload = server.Take("upload");
        var acquire = server.Take("acquire");
        server.Tell($"uploaded {upload["upload"]} stored");

        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(0, server.Count("alice", "coal"));
        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":12}"""));

        Assert.Equal(12, server.Count("alice", "coal"));
        Assert.Equal(0, server.Status("alice")["stash"]!.GetValue<int>());
    }

    [Fact]
    public void A_resync_asked_for_twice_uploads_once()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 30);

        server.TypeOnConsole("/inventory-sync resync alice");
        var upload = server.Take("upload");
        Assert.Equal("The cluster is asked for the inventory again.", server.TypeOnConsole("/inventory-sync resync alice")[1]);

        Assert.False(server.HasLine("upload"));
        server.Take("withdraw");
        var acquire = server.Take("acquire");
        server.Tell($"uploaded {upload["upload"]} stored");
        server.Tell($"acquired {GameServer.Number(acquire)} 5 1 same {upload["revision"]!.GetValue<string>()}");
        Assert.Equal(30, server.Count("alice", "coal"));
    }

    [Fact]
    public void Resync_of_somebody_who_plays_with_a_temporary_inventory_asks_again()
    {
        using var server = GameServer.Started();
        server.Tell($$"""busy {{GameServer.Number(server.Join("alice"))}} {"holder":"Vulcanus"}""");
        server.Click("alice", "inventory_sync_temporary");
        server.Give("alice", "stone", 3);

        server.TypeOnConsole("/inventory-sync resync alice");

        Assert.False(server.HasLine("upload"));
        Assert.Equal(3, server.Count("alice", "stone"));
        server.Deliver(server.Take("acquire"), Composed.With("alice", """{"n":"coal","c":12}"""));
        Assert.Equal(12, server.Count("alice", "coal"));
        Assert.Equal(3, server.Count("alice", "stone"));
    }

    [Fact]
    public void Resync_leaves_a_download_under_way_alone()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":12}"""), partBytes: 60);

        Assert.Equal("The inventory is being handed over right now; there is nothing to do.", server.TypeOnConsole("/inventory-sync resync alice")[1]);

        server.SendParts(transfer);
        Assert.Equal(12, server.Count("alice", "coal"));
    }

    [Fact]
    public void Resync_of_somebody_away_sends_an_unanswered_upload_again_with_the_same_bytes()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        var first = server.Leave("alice");
        server.Tell($$"""uploaded {{first["upload"]}} refused {"message":"too large"}""");
        Assert.Equal("alice: away; the cluster refused the last upload", server.TypeOnConsole("/inventory-sync status")[^1]);

        Assert.Equal("The player is not here. The upload that waits for an answer has been sent again.", server.TypeOnConsole("/inventory-sync resync alice")[1]);

        var again = server.Take("upload");
        Assert.Equal(first["document"]!.ToJsonString(), again["document"]!.ToJsonString());
        Assert.Equal(first["revision"]!.ToJsonString(), again["revision"]!.ToJsonString());
        server.Tell($"uploaded {first["upload"]} stored");
        Assert.Equal("The player is not here, and nothing waits to be sent.", server.TypeOnConsole("/inventory-sync resync alice")[1]);
    }

    [Fact]
    public void Resync_waits_for_a_host()
    {
        using var server = new GameServer();
        server.Do("join", "alice");

        Assert.Equal("The host has not been in touch since this server started. Everything is synced as soon as it is.", server.TypeOnConsole("/inventory-sync resync alice")[1]);
        server.SayHello();
        server.AnswerNone(server.Take("acquire"));
        Assert.Equal("alice: synced", server.TypeOnConsole("/inventory-sync status")[^1]);
    }

    [Fact]
    public void In_a_cutscene_nothing_is_begun()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Enter("alice", "cutscene");

        Assert.Equal("The player is in a cutscene or in flight. Please try again afterwards.", server.TypeOnConsole("/inventory-sync resync alice")[1]);
        Assert.False(server.HasLine("upload"));
    }
}

using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Dialogs;

/// <summary>What a player reads while somebody else holds the inventory, or nobody answers.</summary>
public class Waiting_for_the_inventory
{
    [Fact]
    public void The_dialog_names_the_server_says_for_how_long_and_that_it_continues_by_itself()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus","reason":"playing"}""");
        server.Run(150 * 60);

        Assert.Equal(
            """
            == Inventory synchronisation ==
              Your inventory is still on Vulcanus.
              You are still in the game there, or Vulcanus has not noticed yet that you left.
              Waiting for 2 minutes.
              As soon as Vulcanus gives it back, this continues by itself.
              With a temporary inventory you can play right away. What you gather is added to your own inventory once it is here.
                [Play with a temporary inventory]
                [Hide]

            """,
            server.Windows("alice"),
            ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("", "Your inventory is still on Vulcanus.\n  Waiting for less than a minute.")]
    [InlineData(""","reason":"uploading" """, "Vulcanus is storing it right now.")]
    [InlineData(""","reason":"lost" """, "freed when it is back, or when it has been gone for too long.")]
    [InlineData(""","reason":"lost","until":"2026-11-24T14:32:10.1234567+00:00" """, "your inventory is freed at 14:32 UTC.")]
    [InlineData(""","reason":"lost","until":"2026-11-24T14:32:10Z" """, "your inventory is freed at 14:32 UTC.")]
    [InlineData(""","reason":"lost","until":"some day" """, "freed when it is back, or when it has been gone for too long.")]
    [InlineData(""","reason":"a new reason" """, "Your inventory is still on Vulcanus.\n  Waiting for less than a minute.")]
    [InlineData(""","reason":7,"until":{} """, "Your inventory is still on Vulcanus.\n  Waiting for less than a minute.")]
    public void The_dialog_says_why_where_that_is_known(string more, string expected)
    {
        using var server = GameServer.Started();

        server.Tell($$"""busy {{GameServer.Number(server.Join("alice"))}} {"holder":"Vulcanus"{{more}}}""");

        Assert.Contains(expected, server.Windows("alice"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de", "Dein Inventar ist noch auf Vulcanus.", "geht es von selbst weiter", "[Mit vorläufigem Inventar spielen]")]
    [InlineData("fr", "Votre inventaire est encore sur Vulcanus.", "la suite se fera toute seule", "[Jouer avec un inventaire temporaire]")]
    [InlineData("pl", "Your inventory is still on Vulcanus.", "this continues by itself", "[Play with a temporary inventory]")]
    public void Each_player_reads_it_in_the_language_of_the_game(string locale, params string[] expected)
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.SetLocale("alice", locale);

        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");

        Assert.All(expected, text => Assert.Contains(text, server.Windows("alice"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_servers_name_is_shown_and_has_no_effect()
    {
        using var server = GameServer.Started();
        var name = "[img=item/coal] __1__\\n" + new string('x', 300);

        server.Tell($$"""busy {{GameServer.Number(server.Join("alice"))}} {"holder":"{{name}}"}""");

        Assert.Contains("still on (img=item/coal) _1_ xxxx", server.Windows("alice"), StringComparison.Ordinal);
        Assert.All(server.Windows("alice").Split('\n'), line => Assert.InRange(line.Length, 0, 160));
    }

    [Fact]
    public void The_first_two_seconds_pass_without_a_dialog_and_then_it_says_who_is_asked()
    {
        using var server = GameServer.Started();
        server.Join("alice");
        server.Run(110);
        Assert.Equal("", server.Windows("alice"));

        server.Run(60);

        Assert.Contains("Asking the cluster for your inventory", server.Windows("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_player_whose_synced_inventory_is_set_aside_is_told_that_it_is_safe()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");
        var acquire = server.Join("alice");

        server.Run(50);
        Assert.Contains("Asking the cluster for your inventory …\n  Until then, what you had here is put away safely.", server.Windows("alice"), StringComparison.Ordinal);
        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");

        Assert.Contains("continues by itself.\n  Until then, what you had here is put away safely.\n  With a temporary", server.Windows("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dialog_is_changed_where_it_stands_and_only_when_it_says_something_else()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");
        server.Lua("game.get_player('alice').gui.screen.inventory_sync_dialog.location = { 100, 200 }");
        var element = Index(server);
        var before = server.WindowChanges("alice");

        server.Run(10 * 60 * 60);

        // One change for each full minute.
        Assert.InRange(server.WindowChanges("alice") - before, 9, 10);
        server.Tell($$"""unavailable {{GameServer.Number(acquire)}} {"message":"x"}""");
        Assert.Equal(element, Index(server));
        Assert.Equal("200", server.Lua("return game.get_player('alice').gui.screen.inventory_sync_dialog.location.y")!.ToJsonString());

        static string Index(GameServer server) =>
            server.Lua("return game.get_player('alice').gui.screen.inventory_sync_dialog.index")!.ToJsonString();
    }

    [Fact]
    public void A_hidden_dialog_leaves_a_button_and_comes_back_when_an_answer_is_needed()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");

        server.Click("alice", "inventory_sync_hide");
        Assert.Equal("[My inventory …]\n", server.Windows("alice"));
        server.Click("alice", "inventory_sync_show");
        Assert.Contains("Vulcanus", server.Windows("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("My inventory", server.Windows("alice"), StringComparison.Ordinal);
        server.Click("alice", "inventory_sync_hide");
        server.Deliver(acquire, "no document");

        Assert.Contains("[Try again]", server.Windows("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("My inventory", server.Windows("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_opened_for_the_player_so_no_keys_are_taken()
    {
        using var server = GameServer.Started();
        server.Tell($$"""busy {{GameServer.Number(server.Join("alice"))}} {"holder":"Vulcanus"}""");

        Assert.Equal("true", server.Lua("return game.get_player('alice').opened == nil")!.ToJsonString());
    }

    [Fact]
    public void A_map_saved_meanwhile_shows_a_player_who_is_back_how_things_are_now()
    {
        using var server = GameServer.Started();
        server.Tell($$"""busy {{GameServer.Number(server.Join("alice"))}} {"holder":"Vulcanus"}""");
        server.Click("alice", "inventory_sync_hide");

        server.Restart(server.Save());
        var acquire = server.Join("alice");

        Assert.Equal("", server.Windows("alice"));
        server.Tell($$"""unavailable {{GameServer.Number(acquire)}} {"message":"x"}""");
        Assert.Contains("The cluster cannot be reached at present.", server.Windows("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_told_in_plain_words_and_the_log_has_the_rest()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");

        server.Deliver(acquire, """{"name":"alice","controller":[]}""");

        Assert.Contains("Nothing is lost: the cluster keeps your inventory.", server.Windows("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("generation", server.Windows("alice"), StringComparison.Ordinal);
        Assert.Contains("generation", server.Take("log")["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Others_read_nothing_of_it_and_the_player_each_thing_once()
    {
        using var server = GameServer.Started();
        server.JoinNew("bob");
        var before = server.ChatSeen("bob");
        var acquire = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}""");

        server.Deliver(acquire, Composed.With("alice", """{"n":"unheard-of","c":1},{"n":"coal","c":1}"""));

        Assert.Equal(before, server.ChatSeen("bob"));
        Assert.Equal("", server.Windows("bob"));
        Assert.Equal(
            """["1 thing of yours does not exist or fit here. It is kept and will be back on a server that has it. Type /inventory-sync to see more.","Your inventory has been restored."]""",
            server.ChatSeen("alice"));
    }
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.States;

/// <summary>Joins, leaves and answers in any order and at any speed.</summary>
public class Coming_and_going_quickly
{
    public static TheoryData<string, bool, string> Answers()
    {
        var answers = new TheoryData<string, bool, string>();
        foreach (var uploaded in (string[])["stored", "duplicate", "superseded", "refused"])
        {
            foreach (var uploadFirst in (bool[])[true, false])
            {
                // What the controller can have by then: the upload, if it arrived; what it was based on; or another's.
                foreach (var has in uploaded switch
                {
                    "stored" or "duplicate" => (string[])["upload"],
                    "superseded" => ["other"],
                    _ => ["base", "other"],
                })
                {
                    answers.Add(uploaded, uploadFirst, has);
                }
            }
        }

        return answers;
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Back_before_the_upload_was_answered(string uploaded, bool uploadFirst, string has)
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":30}"""), revision: "base-1");
        server.Give("alice", "stone", 3);
        var upload = server.Leave("alice");
        var acquire = server.Join("alice");
        var answer = $"uploaded {upload["upload"]} {uploaded}" + (uploaded == "refused" ? """ {"message":"malformed"}""" : "");

        if (uploadFirst)
            server.Tell(answer);
        switch (has)
        {
            case "upload":
                server.Tell($"acquired {GameServer.Number(acquire)} 7 32 same {upload["revision"]!.GetValue<string>()}");
                break;
            case "base":
                server.Tell($"acquired {GameServer.Number(acquire)} 7 31 same base-1");
                break;
            default:
                server.Deliver(acquire, Composed.With("alice", """{"n":"wood","c":7}"""), token: 7, generation: 33, revision: "other-9");
                break;
        }

        if (!uploadFirst)
            server.Tell(answer);
        server.Run(100);

        var owned = has == "other" ? "7 wood" : "30 coal, 3 stone";
        Assert.Equal(owned, Belongings.Describe(Belongings.Of(server, "alice")));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
        var next = server.Leave("alice");
        Assert.Equal(owned, Belongings.Describe(Belongings.In(next["document"]!)));
        Assert.Equal(7, next["token"]!.GetValue<int>());
        Assert.Equal(
            has switch
            {
                "upload" => upload["revision"]!.GetValue<string>(),
                "base" => "base-1",
                _ => "other-9",
            },
            next["base"]!.GetValue<string>());
    }

    [Fact]
    public void Joining_and_leaving_in_one_tick_leaves_nothing_behind()
    {
        using var cluster = new Cluster();
        var server = cluster.Start("Nauvis");
        Visit(cluster, server, "coal", 30);

        for (var round = 0; round < 3; round++)
        {
            server.Do("join", "alice");
            server.Do("leave", "alice");
        }

        cluster.Settle(server);
        Assert.Null(cluster.Holder);
        server.Do("join", "alice");
        server.Do("leave", "alice");
        server.Do("join", "alice");
        cluster.Settle(server);
        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(server, "alice")));
        Assert.Same(server, cluster.Holder);
    }

    [Fact]
    public void A_brand_new_player_who_leaves_in_the_tick_of_the_join_is_new_at_the_next()
    {
        using var cluster = new Cluster();
        var server = cluster.Start("Nauvis", new GameServer.Options
        {
            Scenario = "return { events = { [defines.events.on_player_created] = function(event) game.get_player(event.player_index).insert({ name = 'pistol' }) end } }",
        });
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, vulcanus, "coal", 30);

        server.Do("join", "alice");
        server.Do("leave", "alice");
        cluster.Settle(server);
        server.Do("join", "alice");
        cluster.Settle(server);

        // The pistol that every server gives is not added to what the player owns.
        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(server, "alice")));
    }

    [Fact]
    public void Catalogue_L5_a_grant_that_lands_with_nobody_there_is_given_back_and_starts_nothing()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, vulcanus, "coal", 30);
        var acquire = nauvis.Join("alice");
        nauvis.Do("leave", "alice");

        Assert.Equal("stale", nauvis.Send($"acquired {GameServer.Number(acquire)} 99 1 other x-1 5 1 10 10"));
        nauvis.Run(100);

        Assert.Null(nauvis.Status("alice")["transfer"]);
        Assert.Equal("unknown", nauvis.Send("part 5 1 00000001 abc"));
        cluster.Settle(nauvis);
        vulcanus.Do("join", "alice");
        cluster.Settle(vulcanus);
        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(vulcanus, "alice")));
    }

    [Fact]
    public void Catalogue_L4_the_late_answer_to_the_first_request_does_not_touch_the_second()
    {
        using var server = GameServer.Started();
        var first = server.Join("alice");
        server.Run(700);
        server.Click("alice", "inventory_sync_retry");
        var second = server.Take("acquire");
        server.Deliver(second, Composed.With("alice", """{"n":"coal","c":3}"""), token: 8);

        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(first)} 7 0 none"));
        Assert.Equal("stale", server.Send($$"""busy {{GameServer.Number(first)}} {"holder":"Vulcanus"}"""));
        server.Run(100);

        Assert.Equal("3 coal", Belongings.Describe(Belongings.Of(server, "alice")));
        Assert.False(server.HasLine("release"));
        Assert.Equal(8, server.Leave("alice")["token"]!.GetValue<int>());
    }

    [Fact]
    public void Catalogue_L10_a_player_whose_holder_is_slow_waits_for_as_long_as_it_takes()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, nauvis, "coal", 30);
        vulcanus.Do("join", "alice");
        cluster.Settle(vulcanus);
        vulcanus.Give("alice", "stone", 3);
        nauvis.Do("join", "alice");
        cluster.Attend(nauvis);

        nauvis.Run(60 * 60 * 5);
        Assert.Equal("busy", nauvis.Status("alice")["waiting"]!.GetValue<string>());
        Assert.Equal("spectator", nauvis.Read("alice")["controller"]!.GetValue<string>());
        Assert.Contains("inventory_sync_dialog", nauvis.Elements("alice"));

        vulcanus.Do("leave", "alice");
        cluster.Settle(vulcanus, nauvis);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.Of(nauvis, "alice")));
        Assert.DoesNotContain("inventory_sync_dialog", nauvis.Elements("alice"));
    }

    [Fact]
    public void Catalogue_L15_on_a_fast_hop_the_next_server_waits_for_the_last_ones_upload()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, vulcanus, "coal", 30);
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        nauvis.Give("alice", "stone", 3);

        // The upload is on its way when the next server asks.
        nauvis.Do("leave", "alice");
        vulcanus.Do("join", "alice");
        var onItsWay = nauvis.Host.Lines.ToList();
        nauvis.Host.Lines.Clear();
        cluster.Attend(vulcanus);
        Assert.Equal("busy", vulcanus.Status("alice")["waiting"]!.GetValue<string>());
        nauvis.Host.Lines.AddRange(onItsWay);
        cluster.Settle(nauvis, vulcanus);

        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.Of(vulcanus, "alice")));
    }

    [Fact]
    public void Catalogue_L16_of_two_clients_with_one_account_the_second_watches_until_the_first_is_out()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, vulcanus, "coal", 30);
        Visit(cluster, nauvis, "stone", 3);
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        vulcanus.Do("join", "alice");
        cluster.Settle(vulcanus);

        Assert.Equal("spectator", vulcanus.Read("alice")["controller"]!.GetValue<string>());
        Assert.Null(vulcanus.Read("alice")["character"]);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.Of(nauvis, "alice")));
        nauvis.Give("alice", "wood", 2);
        nauvis.Do("leave", "alice");
        cluster.Settle(nauvis, vulcanus);

        Assert.Equal("2 wood, 30 coal, 3 stone".Split(", ").Order(), Belongings.Describe(Belongings.Of(vulcanus, "alice")).Split(", ").Order());
        Assert.Empty(cluster.Archive);
    }

    [Fact]
    public void Catalogue_L17_leaving_in_the_middle_of_a_download_frees_the_lock_and_writes_nothing()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, vulcanus, "coal", 30);
        nauvis.Do("join", "alice");
        nauvis.Give("alice", "stone", 3);
        cluster.Interrupted = true;
        cluster.Attend(nauvis);
        cluster.Interrupted = false;
        Assert.Same(nauvis, cluster.Holder);

        nauvis.Do("leave", "alice");
        Assert.DoesNotContain(nauvis.Host.Lines, line => line["type"]!.GetValue<string>() == "upload");
        cluster.Settle(nauvis);

        Assert.Null(cluster.Holder);
        Assert.Equal("30 coal", Belongings.Describe(Belongings.In(cluster.Document!)));
        Assert.Equal("3 stone", Belongings.Describe(Belongings.Of(nauvis, "alice")));
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        cluster.SendTheLast();
        cluster.Settle(nauvis);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.Of(nauvis, "alice")));
    }

    [Theory]
    [InlineData("kick", false)]
    [InlineData("kick", true)]
    [InlineData("ban", false)]
    [InlineData("ban", true)]
    [InlineData("drop", false)]
    public void However_a_player_goes_the_inventory_is_uploaded_once(string how, bool eventFirst)
    {
        using var cluster = new Cluster();
        var server = cluster.Start("Nauvis");
        server.Do("join", "alice");
        cluster.Settle(server);
        server.Give("alice", "coal", 30);

        server.Do(how, new JsonObject { ["player"] = "alice", ["event_first"] = eventFirst });

        Assert.Single(server.Host.Lines, line => line["type"]!.GetValue<string>() == "upload");
        cluster.Settle(server);
        Assert.Equal("30 coal", Belongings.Describe(Belongings.In(cluster.Document!)));
        Assert.Null(cluster.Holder);
    }

    [Fact]
    public void A_player_who_was_kicked_and_deleted_from_the_map_starts_from_what_the_cluster_has()
    {
        using var cluster = new Cluster();
        var server = cluster.Start("Nauvis");
        Visit(cluster, server, "coal", 30);
        server.Do("join", "alice");
        server.Run(45);
        server.Do("kick", "alice");
        server.Lua("game.remove_offline_players({ 'alice' })");
        cluster.Settle(server);

        server.Do("join", "alice");
        cluster.Settle(server);

        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(server, "alice")));
    }

    [Fact]
    public void A_name_spelled_in_another_letter_case_is_the_same_player()
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        Visit(cluster, nauvis, "coal", 30);

        vulcanus.Do("join", "Alice");
        cluster.Settle(vulcanus);
        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(vulcanus, "Alice")));
        vulcanus.Do("leave", "alice");
        cluster.Settle(vulcanus);

        // The account was renamed, and the map knows the new spelling.
        nauvis.Do("rename", new JsonObject { ["player"] = "alice", ["name"] = "ALICE" });
        nauvis.Do("join", "ALICE");
        nauvis.Run(60);
        cluster.Settle(nauvis);

        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(nauvis, "ALICE")));
        Assert.True(nauvis.Status("ALICE")["sync"]!.GetValue<bool>());
        nauvis.Give("ALICE", "stone", 3);
        nauvis.Do("leave", "ALICE");
        cluster.Settle(nauvis);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.In(cluster.Document!)));
        Assert.Empty(cluster.Archive);
    }

    [Fact]
    public void An_upload_still_unanswered_goes_on_under_the_new_spelling()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 30);
        var upload = server.Leave("alice");
        server.Do("rename", new JsonObject { ["player"] = "alice", ["name"] = "Alice" });

        var acquire = server.Join("Alice");

        Assert.Equal("Alice", acquire["player_name"]!.GetValue<string>());
        Assert.Equal(upload["revision"]!.GetValue<string>(), acquire["pending"]!.GetValue<string>());
        server.Tell($"uploaded {upload["upload"]} stored");
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {upload["revision"]!.GetValue<string>()}");
        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(server, "Alice")));
    }

    [Fact]
    public void Two_players_at_once_do_not_get_in_each_others_way()
    {
        using var server = GameServer.Started();
        var alice = server.Join("alice");
        var bob = server.Join("bob");
        server.Give("alice", "stone", 3);
        var first = server.Offer(alice, Composed.With("alice", """{"n":"coal","c":30}"""), token: 1, revision: "a-1", partBytes: 40);
        var second = server.Offer(bob, Composed.With("bob", """{"n":"wood","c":5}"""), token: 2, revision: "b-1", partBytes: 40);
        for (var index = 1; index <= Math.Max(first.Parts.Count, second.Parts.Count); index++)
        {
            foreach (var transfer in (Transfer[])[second, first])
            {
                if (index <= transfer.Parts.Count)
                    server.Tell(transfer.Part(index));
            }

            if (index == 2)
                server.Do("leave", "bob");
        }

        server.Run(100);
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.Of(server, "alice")));
        Assert.Equal("", Belongings.Describe(Belongings.Of(server, "bob")));
        bob = server.Join("bob");
        Assert.Equal("b-1", bob["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(bob)} 3 31 same b-1");
        server.Run(100);
        Assert.Equal("5 wood", Belongings.Describe(Belongings.Of(server, "bob")));
        Assert.Equal("30 coal, 3 stone", Belongings.Describe(Belongings.Of(server, "alice")));
    }

    [Fact]
    public void Catalogue_C8_nothing_reaches_the_body_between_the_leave_and_its_confirmation()
    {
        // The event of leaving is read before anything else can happen; the body is then off the map.
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        nauvis.Do("join", "alice");
        cluster.Settle(nauvis);
        nauvis.Give("alice", "coal", 30);
        nauvis.Lua("(function() body = game.get_player('alice').character end)()");

        nauvis.Do("leave", "alice");

        Assert.False(nauvis.Lua("body.valid")!.GetValue<bool>());
        cluster.Settle(nauvis);
        vulcanus.Do("join", "alice");
        cluster.Settle(vulcanus);
        Assert.Equal("30 coal", Belongings.Describe(Belongings.Of(vulcanus, "alice")));
        Assert.DoesNotContain("coal", nauvis.Read("alice")["corpses"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static void Visit(Cluster cluster, GameServer server, string item, int count)
    {
        server.Do("join", "alice");
        cluster.Settle(server);
        server.Give("alice", item, count);
        server.Do("leave", "alice");
        cluster.Settle(server);
    }
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Servers;

public class Starting_a_server
{
    [Fact]
    public void Players_online_in_the_save_have_left_and_are_uploaded_after_the_hello()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 5);
        var save = server.Save();
        server.Give("alice", "coal", 100);

        server.Restart(save, hello: false);
        Assert.Empty(server.Host.Lines);
        server.SayHello("restarted123");

        var upload = server.Take("upload");
        Assert.StartsWith("restarted123-", upload["revision"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1, upload["generation"]!.GetValue<int>());
        Assert.Equal(4, upload["token"]!.GetValue<int>());
        Assert.Contains(upload["document"]!["character"]!["inventories"]!["main"]!["i"]!.AsArray(),
            entry => entry!["n"]!.GetValue<string>() == "coal" && entry["c"]!.GetValue<int>() == 5);
    }

    [Fact]
    public void A_player_who_is_back_before_the_hello_continues()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 5);
        server.Restart(server.Save(), hello: false);
        server.Do("join", "alice");
        server.Run(100);

        server.SayHello("restarted123");

        var acquire = server.Take("acquire");
        Assert.False(server.HasLine("upload"));
        server.AnswerNone(acquire, token: 5);
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void Catalogue_L1_an_overtaken_session_ends_as_a_conflict_and_the_copy_is_not_used()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Give("alice", "coal", 5);
        server.Restart(server.Save());
        var upload = server.Take("upload");

        server.Tell($"uploaded {upload["upload"]} superseded");
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(0, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void A_save_made_while_waiting_asks_again()
    {
        using var server = GameServer.Started();
        server.Join("alice");
        server.Run(50);

        server.Restart(server.Save());

        Assert.False(server.HasLine("upload"));
        server.AnswerNone(server.Join("alice"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void Catalogue_T5_a_save_made_during_a_transfer_starts_it_anew()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        var left = server.Leave("alice");
        server.Tell($"uploaded {left["upload"]} stored");
        var document = Composed.With("alice", """{"n":"stone","c":7}""");
        var transfer = server.Offer(server.Join("alice"), document, token: 8, partBytes: 100);
        server.Tell(transfer.Part(1));
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());

        server.Restart(server.Save());

        Assert.Equal(8, server.Take("release")["token"]!.GetValue<int>());
        Assert.Equal("unknown", server.Send(transfer.Part(2)));
        var acquire = server.Join("alice");
        Assert.Null(acquire["have"]);
        server.Deliver(acquire, document);
        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal(0, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_save_made_while_a_synced_player_waits_as_a_spectator_has_everything_still()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.SetSlot("alice", "armor", 1, JsonNode.Parse("""{"name":"power-armor","grid":[{"name":"battery-equipment","position":[0,0],"energy":1000}]}""")!.AsObject());
        server.SetSlot("alice", "main", 90, JsonNode.Parse("""{"name":"tank","quality":"rare","health":0.25}""")!.AsObject());
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var before = server.Read("alice")["inventories"]!.ToJsonString();
        var first = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(first)}} {"holder":"Vulcanus"}""");

        server.Restart(server.Save());
        var acquire = server.Join("alice");
        server.Tell($"acquired {GameServer.Number(acquire)} 9 1 same {upload["revision"]!.GetValue<string>()}");

        Assert.Equal(before, server.Read("alice")["inventories"]!.ToJsonString());
    }

    [Fact]
    public void A_save_made_in_a_cutscene_with_the_document_here_uses_it_at_the_next_join()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Enter("alice", "cutscene");
        server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""), token: 8);

        server.Restart(server.Save());

        Assert.Equal(8, server.Take("release")["token"]!.GetValue<int>());
        var again = server.Join("alice");
        Assert.Equal("other-1", again["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(again)} 9 31 same other-1");
        server.Lua("local player = game.get_player('alice') if player.controller_type == defines.controllers.cutscene then player.exit_cutscene() end");
        server.Run(40);
        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void A_save_made_with_an_upload_unanswered_repeats_the_same_bytes()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        var upload = server.Leave("alice");

        server.Restart(server.Save());

        var again = server.Take("upload");
        Assert.Equal(upload["revision"]!.GetValue<string>(), again["revision"]!.GetValue<string>());
        Assert.Equal(upload["document"]!.ToJsonString(), again["document"]!.ToJsonString());
    }

    [Fact]
    public void A_host_that_starts_over_gets_the_requests_of_those_who_wait()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        var first = server.Join("bob");
        var transfer = server.Offer(server.Join("carol"), Composed.With("carol", """{"n":"stone","c":7}"""), partBytes: 100);
        server.Tell(transfer.Part(1));

        server.SayHello("hostagain000");

        var asked = server.Host.Lines.Where(line => line["type"]!.GetValue<string>() == "acquire").ToList();
        Assert.Equal(["bob", "carol"], asked.Select(line => line["player_name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(asked, line => GameServer.Number(line) == GameServer.Number(first));
        Assert.Equal("unknown", server.Send(transfer.Part(2)));
        server.Deliver(asked.Single(line => line["player_name"]!.GetValue<string>() == "carol"), Composed.With("carol", """{"n":"stone","c":7}"""));
        Assert.Equal(7, server.Count("carol", "stone"));
    }

    [Fact]
    public void The_hello_is_answered_with_versions_and_sequences_begin_at_one()
    {
        using var server = new GameServer();

        var reply = server.SayHello();

        Assert.Equal(2, reply["protocol"]!.GetValue<int>());
        Assert.Equal("2.0.77", reply["game_version"]!.GetValue<string>());
        Assert.Equal("0.1.0", reply["module_version"]!.GetValue<string>());
        Assert.Equal(0, reply["connected"]!.GetValue<int>());
    }
}

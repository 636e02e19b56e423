using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Leaving;

public class Uploading
{
    [Fact]
    public void It_is_repeated_with_the_same_bytes_until_it_is_answered()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        var upload = server.Leave("alice");

        server.Run(60 * 12);
        var again = server.Take("upload");
        server.Tell($"uploaded {upload["upload"]} duplicate");
        server.Run(60 * 600);

        Assert.Equal(upload["document"]!.ToJsonString(), again["document"]!.ToJsonString());
        Assert.Equal(upload["upload"]!.ToJsonString(), again["upload"]!.ToJsonString());
        Assert.False(server.HasLine("upload"));
        Assert.False(server.Status("alice")["dirty"]!.GetValue<bool>());
    }

    [Fact]
    public void Repeats_become_rarer()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Leave("alice");

        server.Run(60 * 300);

        Assert.InRange(server.Host.Lines.Count(line => line["type"]!.GetValue<string>() == "upload"), 3, 8);
    }

    [Fact]
    public void On_a_paused_server_polls_are_enough()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Leave("alice");

        for (var i = 0; i < 15; i++)
            server.Tell("poll");

        Assert.True(server.HasLine("upload"));
    }

    [Fact]
    public void A_refused_one_is_kept_and_the_player_is_told()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        var upload = server.Leave("alice");

        server.Tell($$"""uploaded {{upload["upload"]}} refused {"message":"too large"}""");
        server.Run(60 * 300);
        Assert.False(server.HasLine("upload"));
        server.Join("alice");

        Assert.Contains("does not accept", server.ChatSeen("alice"), StringComparison.Ordinal);
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_new_hello_brings_out_what_is_unanswered()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        var upload = server.Leave("alice");

        server.SayHello("abcdefghijkl");

        var again = server.Take("upload");
        Assert.Equal(1, again["sequence"]!.GetValue<int>());
        Assert.Equal(upload["revision"]!.GetValue<string>(), again["revision"]!.GetValue<string>());
        Assert.Equal(upload["document"]!.ToJsonString(), again["document"]!.ToJsonString());
    }

    [Fact]
    public void Catalogue_C7_items_in_the_hand_and_in_crafts_are_not_lost()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "iron-plate", 10);
        server.Lua("""
            local player = game.get_player("alice")
            player.cursor_stack.set_stack({ name = "coal", count = 7 })
            player.begin_crafting({ recipe = "iron-gear-wheel", count = 3 })
            """);

        var document = server.Leave("alice")["document"]!;

        var main = document["character"]!["inventories"]!["main"]!["i"]!.AsArray();
        Assert.Contains(main, entry => entry!["n"]!.GetValue<string>() == "coal" && entry["c"]!.GetValue<int>() == 7);
        Assert.Contains(main, entry => entry!["n"]!.GetValue<string>() == "iron-plate" && entry["c"]!.GetValue<int>() == 4);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"crafting_queue":[{"recipe":"iron-gear-wheel","count":3}],"crafting_queue_progress":0,"ingredients":[{"name":"iron-plate","count":6}]}
                """),
            document["crafting_queue"]));
    }

    [Fact]
    public void Leaving_in_the_map_editor_reads_the_body_too()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 3);
        server.Give("alice", "coal", 5);
        server.Enter("alice", "editor");

        var document = server.Leave("alice")["document"]!;

        Assert.Equal("character", document["controller"]!.GetValue<string>());
        Assert.Contains("coal", document["character"]!["inventories"]!["main"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_W7_leaving_in_a_remote_view_reads_the_body()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        server.Enter("alice", "remote");

        var document = server.Leave("alice")["document"]!;

        Assert.Equal("character", document["controller"]!.GetValue<string>());
        Assert.Contains(document["character"]!["inventories"]!["main"]!["i"]!.AsArray(), entry => entry!["n"]!.GetValue<string>() == "coal");
    }

    [Fact]
    public void Catalogue_T6_a_large_document_goes_by_file()
    {
        using var server = GameServer.Started();
        var document = Composed.Tree("alice");
        document["note"] = new string('x', 10_000);
        server.Deliver(server.Join("alice"), document.ToJsonString());

        var upload = server.Leave("alice");

        Assert.Equal(10_000, upload["document"]!["note"]!.GetValue<string>().Length);
        Assert.Empty(server.Host.Written);
        Assert.Equal("document", upload.Last().Key);
    }
}

using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Joining;

public class Joining_for_the_first_time
{
    [Fact]
    public void The_acquisition_is_asked_for_at_once()
    {
        using var server = GameServer.Started();

        var acquire = server.Join("alice");

        Assert.Equal("alice", acquire["player_name"]!.GetValue<string>());
        Assert.Equal(1, acquire["connected"]!.GetValue<int>());
        Assert.Null(acquire["have"]);
        Assert.Null(acquire["pending"]);
    }

    [Fact]
    public void What_the_player_has_becomes_the_synced_inventory_in_the_very_command()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "iron-plate", 42);

        server.AnswerNone(acquire, token: 9);

        var status = server.Status("alice");
        Assert.True(status["sync"]!.GetValue<bool>());
        Assert.Equal(9, status["token"]!.GetValue<int>());
        Assert.Equal(42, server.Count("alice", "iron-plate"));
        Assert.Empty(server.Elements("alice"));
        Assert.Contains("shared between the servers", server.ChatSeen("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_upload_has_generation_one_and_no_base()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 9);

        var upload = server.Leave("alice");

        Assert.Equal(1, upload["generation"]!.GetValue<int>());
        Assert.Equal("", upload["base"]!.GetValue<string>());
        Assert.Equal(9, upload["token"]!.GetValue<int>());
        Assert.Equal(1, upload["document"]!["generation"]!.GetValue<int>());
        Assert.Equal("alice", upload["document"]!["name"]!.GetValue<string>());
        Assert.Equal(upload["revision"]!.GetValue<string>(), upload["document"]!["revision"]!.GetValue<string>());
        Assert.Equal("character", upload["document"]!["controller"]!.GetValue<string>());
    }

    [Fact]
    public void Several_players_are_told_apart_by_their_requests()
    {
        using var server = GameServer.Started();
        var alice = server.Join("alice");
        var bob = server.Join("bob");

        server.AnswerNone(bob, token: 2);

        Assert.True(server.Status("bob")["sync"]!.GetValue<bool>());
        Assert.False(server.Status("alice")["sync"]!.GetValue<bool>());
        Assert.Equal("", server.Send($"acquired {GameServer.Number(alice)} 3 0 none"));
    }

    [Fact]
    public void Catalogue_D11_a_player_of_a_save_that_nobody_else_plays_is_left_alone()
    {
        using var server = new GameServer(new() { Multiplayer = false });

        server.Do("join", "alice");
        server.SayHello();
        server.Run(700);

        Assert.False(server.HasLine("acquire"));
        Assert.Empty(server.Elements("alice"));
    }

    [Fact]
    public void A_player_who_was_deleted_from_the_map_and_is_back_has_no_synced_inventory_here()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        var upload = server.Leave("alice");
        server.Lua("""
            local players = storage.inventory_sync_extended.players
            players.bob, players.alice = players.alice, nil
            players.bob.name = "bob"
            """);

        var acquire = server.Join("bob");

        Assert.Null(acquire["have"]);
        Assert.Null(acquire["pending"]);
        Assert.False(server.Status("bob")["sync"]!.GetValue<bool>());
        Assert.Equal(upload["upload"]!.GetValue<int>(), server.Status("bob")["pending_upload"]!.GetValue<int>());
    }
}

using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Joining;

public class Coming_back_to_the_same_server
{
    [Fact]
    public void What_the_module_has_is_named_and_kept_without_a_transfer()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "iron-plate", 42);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");

        var acquire = server.Join("alice");
        Assert.Equal(1, acquire["have"]!["generation"]!.GetValue<int>());
        Assert.Equal(upload["revision"]!.GetValue<string>(), acquire["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {upload["revision"]!.GetValue<string>()}");

        Assert.Equal(42, server.Count("alice", "iron-plate"));
        var second = server.Leave("alice");
        Assert.Equal(2, second["generation"]!.GetValue<int>());
        Assert.Equal(upload["revision"]!.GetValue<string>(), second["base"]!.GetValue<string>());
    }

    [Fact]
    public void An_upload_still_unanswered_is_named_as_pending_and_no_longer_repeated()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        var upload = server.Leave("alice");

        var acquire = server.Join("alice");
        server.Run(2000);

        Assert.Equal(upload["revision"]!.GetValue<string>(), acquire["pending"]!.GetValue<string>());
        Assert.False(server.HasLine("upload"));
    }

    [Fact]
    public void The_pending_upload_found_at_the_controller_is_what_is_here()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        var upload = server.Leave("alice");
        var acquire = server.Join("alice");

        server.Tell($"acquired {GameServer.Number(acquire)} 2 1 same {upload["revision"]!.GetValue<string>()}");

        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal(upload["revision"]!.GetValue<string>(), server.Leave("alice")["base"]!.GetValue<string>());
    }

    [Fact]
    public void Another_inventory_at_the_controller_replaces_the_stale_one_and_is_not_merged()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 50);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var position = server.Read("alice")["position"]!.ToJsonString();
        var acquire = server.Join("alice");

        var transfer = server.Offer(acquire, Documents.Composed.With("alice", """{"n":"stone","c":7}"""), generation: 4);

        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.SendParts(transfer);
        var player = server.Read("alice");
        Assert.Equal("character", player["controller"]!.GetValue<string>());
        Assert.Equal(position, player["position"]!.ToJsonString());
        Assert.Equal(0, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal(5, server.Leave("alice")["generation"]!.GetValue<int>());
    }

    [Fact]
    public void A_superseded_upload_makes_the_copy_stale_so_that_it_is_never_merged()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 50);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} superseded");
        Assert.False(server.Status("alice")["sync"]!.GetValue<bool>());
        Assert.False(server.Status("alice")["dirty"]!.GetValue<bool>());

        var acquire = server.Join("alice");
        Assert.Null(acquire["have"]);
        server.Deliver(acquire, Documents.Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(0, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void A_session_that_was_overtaken_is_sent_to_the_archive_when_the_player_has_gone_again()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 50);
        var lost = server.Leave("alice");
        var acquire = server.Join("alice");
        server.Deliver(acquire, Documents.Composed.With("alice", """{"n":"stone","c":7}"""));
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");

        server.Run(60 * 20);

        var again = server.Take("upload");
        Assert.Equal(lost["revision"]!.GetValue<string>(), again["revision"]!.GetValue<string>());
        Assert.Equal(lost["document"]!.ToJsonString(), again["document"]!.ToJsonString());
        server.Tell($"uploaded {again["upload"]} superseded");
        server.Run(60 * 60);
        Assert.False(server.HasLine("upload"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }
}

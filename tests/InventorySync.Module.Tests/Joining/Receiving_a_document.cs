using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Joining;

public class Receiving_a_document
{
    private static readonly string CoalDocument = Composed.With("alice", """{"n":"coal","c":3}""");

    [Fact]
    public void Parts_may_come_in_any_order_and_more_than_once()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), CoalDocument, partBytes: 50);

        foreach (var index in Enumerable.Range(1, transfer.Parts.Count).Reverse())
        {
            server.Tell(transfer.Part(index));
            if (index > 1)
                server.Tell(transfer.Part(index));
        }

        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.True(server.Take("transferred")["ok"]!.GetValue<bool>());
        Assert.Equal("unknown", server.Send(transfer.Part(1)));
    }

    [Fact]
    public void The_dialog_counts_parts()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), CoalDocument, partBytes: 100);
        server.Tell(transfer.Part(1));

        Assert.Contains("inventory_sync_progress", server.Elements("alice"));
        Assert.Contains("inventory_sync_detail", server.Elements("alice"));
        server.SendParts(transfer with { Parts = transfer.Parts });
        Assert.Empty(server.Elements("alice"));
    }

    [Fact]
    public void A_damaged_part_is_refused_and_may_come_again()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), CoalDocument, partBytes: 100);
        var good = transfer.Part(2);
        var last = good[^1] == 'A' ? 'B' : 'A';

        Assert.Equal("damaged", server.Send(good[..^1] + last));
        Assert.Equal("damaged", server.Send(good[..^10]));
        server.SendParts(transfer);

        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_part_of_an_unknown_transfer_or_beyond_the_last_changes_nothing()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), CoalDocument, partBytes: 100);

        Assert.Equal("unknown", server.Send((transfer with { Number = 99 }).Part(1)));
        Assert.NotEqual("", server.Send($"part {transfer.Number} {transfer.Parts.Count + 1} 00000001 x"));
        Assert.NotEqual("", server.Send($"part {transfer.Number} 0 00000001 x"));
        server.SendParts(transfer);

        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void Catalogue_L17_a_player_who_leaves_gives_the_acquisition_back_and_finds_the_download_at_the_next_join()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), CoalDocument, token: 5, partBytes: 100);
        server.Tell(transfer.Part(1));
        server.Do("leave", "alice");
        Assert.Equal(5, server.Take("release")["token"]!.GetValue<int>());
        Assert.False(server.HasLine("upload"));

        server.SendParts(transfer);
        var acquire = server.Join("alice");
        Assert.Equal("other-1", acquire["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 6 31 same other-1");

        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.Equal(6, server.Leave("alice")["token"]!.GetValue<int>());
    }

    [Fact]
    public void A_player_who_is_back_before_the_last_part_waits_for_the_rest()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), CoalDocument, partBytes: 100);
        server.Tell(transfer.Part(1));
        server.Do("leave", "alice");
        var acquire = server.Join("alice");
        server.Tell($"acquired {GameServer.Number(acquire)} 6 31 same other-1");
        Assert.Contains("inventory_sync_progress", server.Elements("alice"));

        server.SendParts(transfer);

        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void Catalogue_T3_a_download_that_no_longer_fits_is_replaced_and_its_parts_are_unknown()
    {
        using var server = GameServer.Started();
        var old = server.Offer(server.Join("alice"), CoalDocument, partBytes: 100);
        server.Do("leave", "alice");

        var acquire = server.Join("alice");
        var newer = server.Offer(acquire, Composed.With("alice", """{"n":"stone","c":4}"""), revision: "other-2", generation: 32);

        Assert.Equal(old.Number, server.Take("cancel")["transfer"]!.GetValue<int>());
        Assert.Equal("unknown", server.Send(old.Part(1)));
        server.SendParts(newer);
        Assert.Equal(4, server.Count("alice", "stone"));
        Assert.Equal(0, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_transfer_the_host_cannot_finish_can_be_tried_again()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), CoalDocument, token: 5, partBytes: 100);

        server.Tell($$"""fail {{transfer.Number}} {"message":"The connection broke."}""");

        Assert.Equal(5, server.Take("release")["token"]!.GetValue<int>());
        Assert.Contains("inventory_sync_retry", server.Elements("alice"));
        server.Click("alice", "inventory_sync_retry");
        server.Deliver(server.Take("acquire"), CoalDocument);
        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void Two_players_transfers_do_not_mix()
    {
        using var server = GameServer.Started();
        var alice = server.Offer(server.Join("alice"), CoalDocument, partBytes: 60);
        var bob = server.Offer(server.Join("bob"), Composed.With("bob", """{"n":"stone","c":9}"""), partBytes: 60);

        for (var index = 1; index <= Math.Max(alice.Parts.Count, bob.Parts.Count); index++)
        {
            if (index <= bob.Parts.Count)
                server.Tell(bob.Part(index));
            if (index <= alice.Parts.Count)
                server.Tell(alice.Part(index));
        }

        server.RunWhileBuilding();
        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.Equal(9, server.Count("bob", "stone"));
    }
}

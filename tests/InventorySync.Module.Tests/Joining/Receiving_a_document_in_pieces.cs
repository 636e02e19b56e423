using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Module.Tests.Joining;

/// <summary>Documents as the host cuts them (docs/module-protocol.md, A document on its way in).</summary>
public class Receiving_a_document_in_pieces
{
    private const string Research = "game.forces.player.character_inventory_slots_bonus = 200 game.forces.player.character_trash_slot_count = 60 game.forces.player.enable_all_recipes()";

    [Theory]
    [InlineData("mid-game", 30_000)]
    [InlineData("late-game", 700)]
    [InlineData("blueprint-heavy", 2900)]
    [InlineData("extreme", 2900)]
    public void A_sample_is_restored_from_its_pieces(string name, int partBytes)
    {
        var sample = JsonNode.Parse(Repository.Sample(name))!.AsObject();
        var player = sample["name"]!.GetValue<string>();
        using var server = GameServer.Started();
        server.Lua(Research);

        var transfer = Offer(server, server.Join(player), sample.ToJsonString(), partBytes);
        for (var part = 1; part <= transfer.Parts.Count; part++)
        {
            server.Tell(transfer.Part(part));
            server.Run(1);
        }

        RunUntilRestored(server);
        GameReading.AssertHolds(sample, server.Read(player));
        DocumentComparison.AssertEqual(sample, server.Leave(player)["document"]!);
    }

    [Fact]
    public void Catalogue_T4_parts_that_overtake_each_other_make_the_same_document()
    {
        using var server = GameServer.Started();
        var transfer = Offer(server, server.Join("alice"), LongDocument(), 500);

        foreach (var index in Enumerable.Range(1, transfer.Parts.Count).OrderBy(index => index * 7919 % 101))
        {
            server.Tell(transfer.Part(index));
            // A second time: accepted silently, or unknown once all is there.
            Assert.Contains(server.Send(transfer.Part(index)), (string[])["", "unknown"]);
        }

        RunUntilRestored(server);
        AssertLongDocument(server);
    }

    [Fact]
    public void Catalogue_T5_a_server_saved_and_restarted_in_the_middle_asks_again_and_gets_all()
    {
        using var server = GameServer.Started();
        var transfer = Offer(server, server.Join("alice"), LongDocument(), 500);
        for (var part = 1; part <= transfer.Parts.Count / 2; part++)
            server.Tell(transfer.Part(part));

        server.Restart(server.Save());

        Assert.Equal("unknown", server.Send(transfer.Part(1)));
        var again = Offer(server, server.Join("alice"), LongDocument(), 500);
        server.SendParts(again);
        RunUntilRestored(server);
        AssertLongDocument(server);
    }

    [Fact]
    public void Catalogue_T6_a_large_document_says_what_is_large_and_how_much_there_is()
    {
        using var server = GameServer.Started();
        var transfer = Offer(server, server.Join("alice"), LongDocument(), 500);
        server.Tell(transfer.Part(1));

        server.Tell($$"""about {{transfer.Number}} {"parts":77,"encoded_bytes":38000,"largest":[{"name":"blueprint-book","label":"City blocks","bytes":1546225},{"name":7}]}""");

        var open = server.Lua("local _, open = next(storage.inventory_sync_extended.transfers) return { open.count, open.encoded_bytes, #open.largest, open.largest[1].label }");
        Assert.Equal("[77,38000,1,\"City blocks\"]", open!.ToJsonString());
        Assert.Equal("unknown", server.Send("about 99 {}"));
        server.SendParts(transfer);
        RunUntilRestored(server);
        AssertLongDocument(server);
    }

    [Fact]
    public void An_estimate_that_is_too_low_is_corrected_by_what_comes()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        var text = Encoded(LongDocument());
        var transfer = new Transfer(1, [.. text.Chunk(500).Select(part => new string(part))]);
        server.Tell($"acquired {GameServer.Number(acquire)} 5 31 other other-1 1 2 600 {LongDocument().Length}");

        for (var part = 1; part < transfer.Parts.Count; part++)
            server.Tell(transfer.Part(part));
        Assert.Equal(
            "[true,true]",
            server.Lua("local _, open = next(storage.inventory_sync_extended.transfers) return { open.count > open.received, open.encoded_bytes >= open.received_bytes }")!.ToJsonString());
        server.Tell(transfer.Part(transfer.Parts.Count));

        RunUntilRestored(server);
        AssertLongDocument(server);
    }

    [Theory]
    [InlineData("""{"at":["nowhere"],"add":[1]}""", "does not exist")]
    [InlineData("""{"at":["name"],"add":[1]}""", "does not exist")]
    [InlineData("""{"at":["character","inventories","main","i",99],"add":[1]}""", "does not exist")]
    [InlineData("""{"at":[true],"add":[1]}""", "does not exist")]
    [InlineData("""{"at":"character","add":[1]}""", "not what it should be")]
    [InlineData("""{"add":[1]}""", "not what it should be")]
    [InlineData("""{"at":["character"]}""", "not what it should be")]
    [InlineData("17", "not JSON")]
    [InlineData("{\"at\":", "")]
    public void A_piece_that_makes_no_sense_ends_the_transfer_with_one_line(string piece, string reason)
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        var encoded = GameServer.Encode(Composed.With("alice")) + "," + GameServer.Encode(piece) + "," + GameServer.Encode(piece);
        var transfer = server.OfferPieces(acquire, encoded, 1000);

        server.SendParts(transfer);

        Assert.Single(server.Host.Lines, line => line["type"]!.GetValue<string>() == "log");
        Assert.Contains(reason, server.Take("log")["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(server.Take("transferred")["ok"]!.GetValue<bool>());
        Assert.Equal(5, server.Take("release")["token"]!.GetValue<int>());
    }

    [Fact]
    public void Parts_that_contradict_each_other_about_the_last_one_are_refused()
    {
        using var server = GameServer.Started();
        var transfer = Offer(server, server.Join("alice"), LongDocument(), 500);
        server.Tell(transfer.Part(3));
        var last = transfer.Part(transfer.Parts.Count);

        Assert.NotEqual("", server.Send(transfer.Part(2).Replace(" 2 ", " 2/2 ", StringComparison.Ordinal)));
        Assert.NotEqual("", server.Send(transfer.Part(2).Replace(" 2 ", " 2/9 ", StringComparison.Ordinal)));
        server.Tell(last);
        Assert.NotEqual("", server.Send(transfer.Part(2).Replace(" 2 ", $" {transfer.Parts.Count + 1} ", StringComparison.Ordinal)));
        foreach (var part in Enumerable.Range(1, transfer.Parts.Count - 1).Where(part => part != 3))
            server.Tell(transfer.Part(part));

        RunUntilRestored(server);
        AssertLongDocument(server);
    }

    [Fact]
    public void A_download_in_pieces_that_ends_while_the_player_is_away_is_used_at_the_next_join_also_after_a_restart()
    {
        using var server = GameServer.Started();
        var transfer = Offer(server, server.Join("alice"), LongDocument(), 500);
        server.Tell(transfer.Part(1));
        server.Do("leave", "alice");
        server.SendParts(transfer);
        server.Run(5);

        server.Restart(server.Save());
        var acquire = server.Join("alice");
        Assert.Equal("other-1", acquire["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 6 31 same other-1");

        RunUntilRestored(server);
        AssertLongDocument(server);
    }

    private static string Encoded(string document) => Encoding.ASCII.GetString(EncodedDocument.Encode(Encoding.UTF8.GetBytes(document)).Text.Span);

    private static Transfer Offer(GameServer server, JsonObject acquire, string document, int partBytes)
        => server.OfferPieces(acquire, Encoded(document), Encoding.UTF8.GetByteCount(document), partBytes: partBytes);

    private static void RunUntilRestored(GameServer server)
    {
        for (var tick = 0; tick < 3000 && !server.HasLine("transferred"); tick++)
            server.Run(1);
        Assert.True(server.Take("transferred")["ok"]!.GetValue<bool>());
    }

    /// <summary>Longer than one piece: 60 slots of coal, each with a note of its own that nobody knows here.</summary>
    private static string LongDocument() => Composed.With("alice", string.Join(',', Enumerable.Range(1, 60).Select(
        slot => $$"""{"n":"coal","c":{{slot % 50}},"note_{{slot}}":"{{new string('x', 700)}}{{slot}}"}""".Replace("\"c\":0", "\"c\":50", StringComparison.Ordinal))));

    private static void AssertLongDocument(GameServer server)
        => Assert.Equal(Enumerable.Range(1, 60).Sum(slot => slot % 50 == 0 ? 50 : slot % 50), server.Count("alice", "coal"));
}

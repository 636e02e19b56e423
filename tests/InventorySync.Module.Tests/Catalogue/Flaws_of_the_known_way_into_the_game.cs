using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Catalogue;

/// <summary>What save-patching-and-ipc.md §4.4 lists, from the module's end.</summary>
public class Flaws_of_the_known_way_into_the_game
{
    [Theory]
    [InlineData("o'brien \"the\" \\ builder")]
    [InlineData("]] game.reload_script() --")]
    public void Ipc_flaw_1_no_command_carries_a_name(string name)
    {
        using var server = GameServer.Started();

        server.Deliver(server.Join(name), Composed.With(name, """{"n":"coal","c":3}"""));
        var upload = server.Leave(name);
        server.Tell($"uploaded {upload["upload"]} stored");

        Assert.Equal(name, upload["player_name"]!.GetValue<string>());
        Assert.False(server.Status(name)["dirty"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("two\u2028separators\u2029")]
    public void Ipc_flaw_2_line_separators_arrive(string label) => AssertLabelArrives(label);

    [Theory]
    [InlineData("🏭🚂𝔉𝔞𝔠")]
    public void Ipc_flaw_3_characters_of_two_units_arrive_wherever_a_part_ends(string label) => AssertLabelArrives(label);

    [Theory]
    [InlineData("🏭🚂𝔉𝔞𝔠")]
    public void Upstream_defect_16_surrogate_pairs_are_never_cut(string label) => AssertLabelArrives(label);

    [Theory]
    [InlineData("two\u2028separators\u2029")]
    public void Catalogue_T2_line_separators_survive_every_cut(string label) => AssertLabelArrives(label);

    private static void AssertLabelArrives(string label)
    {
        for (var bytes = 3; bytes <= 11; bytes++)
        {
            using var server = GameServer.Started();
            var document = Composed.Tree("alice");
            document["tag"] = label;

            server.Deliver(server.Join("alice"), RawJson.Text(document), partBytes: bytes);

            Assert.Equal(label, server.Lua("return game.get_player('alice').tag")!.GetValue<string>());
            Assert.Equal(label, server.Leave("alice")["document"]!["tag"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Ipc_flaw_4_parts_need_not_wait_for_one_another()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), partBytes: 50);

        for (var index = transfer.Parts.Count; index >= 1; index--)
            server.Tell(transfer.Part(index));

        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void Ipc_flaw_5_no_text_in_the_save_grows_with_each_part()
    {
        using var server = GameServer.Started();
        var entries = string.Join(',', Enumerable.Range(1, 75).Select(slot => string.Create(CultureInfo.InvariantCulture, $$"""{"n":"coal","c":{{slot * 7919 % 50 + 1}},"h":0.{{slot * 7919}}}""")));
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", entries), partBytes: 100);

        for (var index = 1; index < transfer.Parts.Count; index++)
        {
            server.Tell(transfer.Part(index));
            Assert.InRange(LongestTextOfTransfers(server), 0, 2_000);
        }
    }

    private static long LongestTextOfTransfers(GameServer server) => server.Lua("""
        local function longest(value)
            if type(value) == 'string' then return #value end
            local most = 0
            for _, inner in pairs(type(value) == 'table' and value or {}) do most = math.max(most, longest(inner)) end
            return most
        end
        return longest(storage.inventory_sync_extended.transfers)
        """)!.GetValue<long>();

    [Fact]
    public void Ipc_flaw_6_lost_repeated_and_reordered_parts_make_the_same_document()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), partBytes: 60);
        var count = transfer.Parts.Count;

        foreach (var index in Enumerable.Range(1, count).Where(index => index != 2).Concat([1, count, 1]))
            server.Tell(transfer.Part(index));
        Assert.Equal(0, server.Count("alice", "stone"));
        server.Tell(transfer.Part(2));

        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void Catalogue_T4_parts_that_overtake_the_announcement_and_one_another_are_put_in_order()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        Assert.Equal("unknown", server.Send(new Transfer(1, ["abc"]).Part(1)));
        var transfer = server.Offer(acquire, Composed.With("alice", """{"n":"stone","c":7}"""), partBytes: 60);

        foreach (var index in Enumerable.Range(1, transfer.Parts.Count).OrderBy(index => index % 3).ThenByDescending(index => index))
            server.Tell(transfer.Part(index));

        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void Ipc_flaw_7_a_part_that_was_changed_is_not_taken_and_may_come_again()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), partBytes: 60);
        var changed = transfer.Part(1).Replace(transfer.Parts[0], transfer.Parts[0][..^1] + "#", StringComparison.Ordinal);

        Assert.Equal("damaged", server.Send(changed));
        server.SendParts(transfer);

        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void Ipc_flaw_8_parts_of_an_earlier_transfer_are_not_mixed_in()
    {
        using var server = GameServer.Started();
        var first = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":9}"""), partBytes: 60);
        server.Tell(first.Part(1));
        server.Do("leave", "alice");
        var second = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), revision: "other-2", partBytes: 60);

        Assert.Equal("unknown", server.Send(first.Part(2)));
        server.SendParts(second);

        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal(0, server.Count("alice", "coal"));
    }

    [Fact]
    public void Ipc_flaw_9_no_data_ends_a_request_without_an_error()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Tell($"uploaded {server.Leave("alice")["upload"]} stored");

        server.AnswerNone(server.Join("alice"), token: 9);

        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
        Assert.Equal(9, server.Leave("alice")["token"]!.GetValue<int>());
    }

    [Fact]
    public void Ipc_flaw_10_a_transfer_that_the_host_gives_up_is_told_to_the_player_at_once()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), token: 8, partBytes: 60);

        server.Tell($$"""fail {{transfer.Number}} {"message":"A part did not get through."}""");

        Assert.Contains("inventory_sync_retry", server.Elements("alice"));
        Assert.Equal(8, server.Take("release")["token"]!.GetValue<int>());
    }

    [Fact]
    public void Ipc_flaw_11_a_short_line_after_a_large_one_has_the_next_number()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 4000);
        var upload = server.Leave("alice");

        var acquire = server.Join("alice");

        Assert.Equal(upload["sequence"]!.GetValue<int>() + 1, acquire["sequence"]!.GetValue<int>());
        Assert.Equal(upload["revision"]!.GetValue<string>(), acquire["pending"]!.GetValue<string>());
    }

    [Fact]
    public void Ipc_flaw_12_an_upload_ends_no_acquisition_but_the_one_it_names()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        var first = server.Leave("alice");
        Assert.Equal(4, first["token"]!.GetValue<int>());
        server.Tell($"acquired {GameServer.Number(server.Join("alice"))} 9 1 same {first["revision"]!.GetValue<string>()}");

        // The answer to the upload of the session before comes late.
        server.Send($"uploaded {first["upload"]} superseded");

        Assert.Equal(9, server.Status("alice")["token"]!.GetValue<int>());
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void Ipc_flaw_13_a_refused_copy_does_not_pass_for_the_synced_one()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);

        server.Tell($"uploaded {server.Leave("alice")["upload"]} superseded");

        Assert.False(server.Status("alice")["sync"]!.GetValue<bool>());
        Assert.Null(server.Join("alice")["have"]);
    }

    [Fact]
    public void Upstream_defect_12_the_refusal_of_an_upload_reaches_the_module()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "coal", 5);
        server.Tell($"uploaded {server.Leave("alice")["upload"]} superseded");

        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(0, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void Ipc_flaw_14_a_request_ends_with_the_leave()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");

        server.Do("leave", "alice");

        Assert.Equal(GameServer.Number(acquire), GameServer.Number(server.Take("withdraw")));
        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(acquire)} 5 0 none"));
        Assert.False(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void Ipc_flaw_15_an_answer_for_a_player_who_was_removed_is_stale()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Do("leave", "alice");
        server.Lua("game.remove_offline_players({ 'alice' })");

        Assert.Equal("stale", server.Send($"acquired {GameServer.Number(acquire)} 5 0 none"));
        Assert.Equal("stale", server.Send($$"""busy {{GameServer.Number(acquire)}} {"holder":"Vulcanus"}"""));
    }

    [Fact]
    public void Ipc_flaw_17_a_player_who_cannot_be_read_is_released()
    {
        using var server = Unreadable();

        server.Do("leave", "alice");

        Assert.Equal(4, server.Take("release")["token"]!.GetValue<int>());
        Assert.False(server.HasLine("upload"));
    }

    [Fact]
    public void Upstream_defect_11_a_failed_reading_leaves_no_acquisition_and_no_generation_behind()
    {
        using var server = Unreadable();

        server.Do("leave", "alice");

        Assert.Null(server.Status("alice")["token"]);
        Assert.Null(server.Status("alice")["pending_upload"]);
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    /// <summary>A player in the map editor who may not leave it.</summary>
    private static GameServer Unreadable()
    {
        var server = GameServer.Started();
        server.JoinNew("alice", token: 4);
        server.Enter("alice", "editor");
        server.Lua("game.get_player('alice').admin = false");
        return server;
    }

    [Fact]
    public void Ipc_flaw_18_an_upload_without_an_answer_is_repeated_ever_more_rarely()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Do("leave", "alice");

        server.Run(36_000);

        Assert.InRange(server.Host.Lines.Count(line => line["type"]!.GetValue<string>() == "upload"), 2, 10);
    }

    [Fact]
    public void Ipc_flaw_19_documents_cross_the_slow_way_compressed()
    {
        using var server = GameServer.Started();
        var document = Composed.With("alice", string.Join(',', Enumerable.Range(1, 70).Select(slot => string.Create(CultureInfo.InvariantCulture, $$"""{"n":"transport-belt","c":{{slot}}}"""))));

        var transfer = server.Offer(server.Join("alice"), document);

        Assert.InRange(transfer.Parts.Sum(part => part.Length), 1, Encoding.UTF8.GetByteCount(document) / 2);
        server.SendParts(transfer);
        Assert.Equal(70 * 71 / 2, server.Count("alice", "transport-belt"));
    }
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Servers;

/// <summary>A save with the state of version 0.1.0 of the module as it first was (format 1, written out here by hand).</summary>
public class Saves_of_older_versions_of_the_module
{
    private const string Root = """
        format = 1, nonce = 'abcdefghijkl', patch_number = 1, extended = true, instance_id = 7, instance_name = 'Nauvis', sequence = 12,
        last_request = 5, last_upload = 3, revisions = 4, transfers = {}, waiting = {}
        """;

    /// <summary>A game with players who own five coal each, away, and this as the module's state.</summary>
    private static GameServer With(string players, string state)
    {
        var server = new GameServer(new() { Hello = false });
        foreach (var player in players.Split(' '))
        {
            server.Do("join", player);
            server.Give(player, "coal", 5);
            server.Do("leave", player);
        }

        server.Lua($"storage.inventory_sync_extended = {{ {Root}, {state} }}");
        return server;
    }

    [Fact]
    public void A_pending_upload_is_sent_with_its_revision_and_its_bytes()
    {
        using var server = With("alice", """
            players = { alice = { name = 'alice', sync = true, dirty = true, generation = 4, revision = 'abcdefghijkl-3',
                pending = { upload = 3, token = 9, base = 'abcdefghijkl-3', generation = 5, revision = 'abcdefghijkl-4', body = '"name":"alice","controller":"god"}', chances = 2, patience = 10 } } },
            uploading = { alice = true }
            """);

        server.Restart(server.Save());

        var upload = server.Take("upload");
        Assert.Equal(3, upload["upload"]!.GetValue<int>());
        Assert.Equal("abcdefghijkl-4", upload["revision"]!.GetValue<string>());
        Assert.Equal("""{"generation":5,"revision":"abcdefghijkl-4","name":"alice","controller":"god"}""", upload["document"]!.ToJsonString());
        server.Tell("uploaded 3 stored");
        server.Tell($"acquired {GameServer.Number(server.Join("alice"))} 10 5 same abcdefghijkl-4");
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_synced_player_keeps_what_is_here_if_nobody_has_gone_on()
    {
        using var server = With("alice", """
            players = { alice = { name = 'alice', sync = true, dirty = false, generation = 4, revision = 'abcdefghijkl-3',
                kept = { { path = 'main', slot = 3, entry = { n = 'mystery', c = 2 }, reason = 'unknown item' } },
                passthrough = { strange = { 1, 2 } }, memory = { exports = {}, extras = {} } } },
            uploading = {}
            """);

        server.Restart(server.Save());
        var acquire = server.Join("alice");
        Assert.Equal("abcdefghijkl-3", acquire["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 10 4 same abcdefghijkl-3");
        var document = server.Leave("alice")["document"]!;

        Assert.Equal(5, document["generation"]!.GetValue<int>());
        Assert.Contains("coal", document.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("mystery", document["ext"]!["kept"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("[1,2]", document["strange"]!.ToJsonString());
    }

    [Fact]
    public void A_document_that_had_come_and_was_not_used_yet_is_used_or_asked_for_again()
    {
        using var server = With("alice", $$"""
            players = { alice = { name = 'alice', sync = false, dirty = false, standing = { surface_index = 1, position = { x = 3, y = 4 } },
                download = { transfer = 2, revision = 'other-1', generation = 9, begun_at_tick = 0, text = [==[{{Composed.With("alice", """{"n":"stone","c":7}""")}}]==] } } },
            uploading = {}
            """);

        server.Restart(server.Save());
        var acquire = server.Join("alice");
        if (acquire["have"] is { } have && have["revision"]!.GetValue<string>() == "other-1")
            server.Tell($"acquired {GameServer.Number(acquire)} 10 9 same other-1");
        else
            server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""), generation: 9);

        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal(9, server.Status("alice")["generation"]!.GetValue<int>());
    }

    [Fact]
    public void Parts_of_a_download_under_way_are_forgotten_and_it_is_asked_for_again()
    {
        using var server = With("alice", """
            players = { alice = { name = 'alice', sync = false, dirty = false, generation = 9, revision = 'other-1', restoring = true, token = 3,
                download = { transfer = 2, revision = 'other-1', generation = 9, begun_at_tick = 0 } } },
            uploading = {}
            """);
        server.Lua("""
            local root = storage.inventory_sync_extended
            root.transfers[2] = { player_name = 'alice', parts = { 'eJw' }, count = 3, received = 1, received_bytes = 3, encoded_bytes = 9, document_bytes = 100, begun_at_tick = 0 }
            root.waiting.alice = true
            """);

        server.Restart(server.Save());
        var acquire = server.Join("alice");
        Assert.Null(acquire["have"]);
        server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void What_was_set_aside_and_what_is_in_the_stash_is_all_there()
    {
        using var server = With("alice", """
            players = { alice = { name = 'alice', sync = true, dirty = false, generation = 4, revision = 'abcdefghijkl-3',
                standing = { surface_index = 1, position = { x = 3, y = 4 } } } },
            uploading = {}
            """);
        server.Lua("""
            local record = storage.inventory_sync_extended.players.alice
            local function of(name, count) local inventory = game.create_inventory(3) inventory.insert({ name = name, count = count }) return inventory end
            record.vault = {
                controller = 'character', standing = record.standing, bonuses = { character_reach_distance_bonus = 2 },
                inventories = { main = { inventory = of('iron-plate', 60), filters = {} }, hand = { inventory = of('wood', 4), filters = {} } },
            }
            record.stash = of('stone', 20)
            """);

        server.Restart(server.Save());
        server.Do("join", "alice");
        server.Lua("local player = game.get_player('alice') local character = player.character player.set_controller({ type = defines.controllers.spectator }) character.destroy()");
        server.Tell($"acquired {GameServer.Number(server.Take("acquire"))} 10 4 same abcdefghijkl-3");
        server.Click("alice", "inventory_sync_take_stash");

        Assert.Equal(60, server.Count("alice", "iron-plate"));
        // What was in the hand is in the hand again.
        Assert.Equal(4, Belongings.Of(server, "alice")["wood"]);
        Assert.Equal(20, server.Count("alice", "stone"));
        Assert.Equal("2", server.Lua("return game.get_player('alice').character_reach_distance_bonus")!.ToJsonString());
    }

    [Fact]
    public void A_session_that_nobody_could_take_up_still_goes_to_the_archive_and_releases_are_repeated()
    {
        using var server = With("alice bob", """
            players = {
                alice = { name = 'alice', sync = false, dirty = false, conflict = { upload = 2, token = 3, base = 'x', generation = 5, revision = 'abcdefghijkl-2', body = '"name":"alice"}', chances = 0, patience = 10, stopped = nil } },
                bob = { name = 'bob', sync = false, dirty = false, pending_release = 6 },
            },
            uploading = { alice = true }
            """);

        server.Restart(server.Save());

        Assert.Equal(6, server.Take("release")["token"]!.GetValue<int>());
        Assert.Equal("abcdefghijkl-2", server.Take("upload")["revision"]!.GetValue<string>());
    }

    [Fact]
    public void Revisions_and_numbers_go_on_where_they_were()
    {
        using var server = With("alice", "players = {}, uploading = {}");

        server.Restart(server.Save());
        var acquire = server.Join("alice");
        server.AnswerNone(acquire);
        var upload = server.Leave("alice");

        Assert.Equal(6, GameServer.Number(acquire));
        Assert.Equal(4, upload["upload"]!.GetValue<int>());
        Assert.EndsWith("-5", upload["revision"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}

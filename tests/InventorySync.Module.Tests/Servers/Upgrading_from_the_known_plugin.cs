using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Servers;

/// <summary>A save whose <c>storage.inventory_sync</c> is that of the known plugin (docs/upgrading.md).</summary>
public class Upgrading_from_the_known_plugin
{
    private const string Empty = "players_waiting_for_acquire = {}, players_in_cutscene_to_sync = {}, failed_deserialization = {}";

    /// <summary>A game in which these players are, with bodies, and the known plugin's state of them.</summary>
    private static GameServer WithPlugin(string storage, string online = "", string away = "")
    {
        var server = new GameServer(new() { Hello = false });
        foreach (var player in online.Split(' ').Concat(away.Split(' ')).Where(player => player.Length > 0))
        {
            server.Do("join", player);
            server.Give(player, "coal", 5);
        }

        foreach (var player in away.Split(' ').Where(player => player.Length > 0))
            server.Do("leave", player);

        server.Lua("storage.inventory_sync_extended = nil storage.inventory_sync = " + storage);
        return server;
    }

    private static string Counted(string player, int generation, string items) =>
        $$"""{ generation = {{generation}}, name = '{{player}}', controller = 'character', character = { inventories = { main = { i = { {{items}} } } } } }""";

    [Fact]
    public void Who_was_online_and_synced_is_uploaded_on_top_of_the_known_generation_whatever_its_revision()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = true, sync = true, generation = 6 }} }}, {Empty} }}", online: "alice");

        server.Restart(server.Save());

        var upload = server.Take("upload");
        Assert.Equal(7, upload["generation"]!.GetValue<int>());
        Assert.Equal(0, upload["token"]!.GetValue<int>());
        Assert.Equal("-", upload["base"]!.GetValue<string>());
        Assert.Contains("coal", upload["document"]!.ToJsonString(), StringComparison.Ordinal);
        server.Tell($"uploaded {upload["upload"]} stored");
        var acquire = server.Join("alice");
        Assert.Equal(upload["revision"]!.GetValue<string>(), acquire["have"]!["revision"]!.GetValue<string>());
    }

    [Fact]
    public void An_upload_that_waits_in_the_save_is_sent_as_it_is_and_repeated_with_the_same_bytes()
    {
        using var server = WithPlugin($$"""
            { players = { alice = { dirty = true, sync = true, generation = 8 } }, {{Empty}},
              active_uploads = { alice = { serialized = {{Counted("alice", 8, "{ n = 'stone', c = 7 }")}}, last_attempt = 0, timeout = 600 } } }
            """, away: "alice");

        server.Restart(server.Save());
        var first = server.Take("upload");
        server.SayHello("hostagain000");
        var second = server.Take("upload");

        Assert.Equal(8, first["generation"]!.GetValue<int>());
        Assert.Equal("-", first["base"]!.GetValue<string>());
        Assert.Equal("alice", first["document"]!["name"]!.GetValue<string>());
        Assert.Equal(7, first["document"]!["character"]!["inventories"]!["main"]!["i"]![0]!["c"]!.GetValue<int>());
        Assert.Equal(first["document"]!.ToJsonString(), second["document"]!.ToJsonString());
        server.Tell($"uploaded {second["upload"]} stored");
        server.Tell($"acquired {GameServer.Number(server.Join("alice"))} 9 8 same {first["revision"]!.GetValue<string>()}");
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void Who_is_synced_and_not_online_is_known_by_the_generation_and_keeps_what_is_here()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = false, sync = true, generation = 8 }} }}, {Empty} }}", away: "alice");

        server.Restart(server.Save());
        Assert.False(server.HasLine("upload"));
        var acquire = server.Join("alice");

        Assert.Equal("""{"generation":8,"revision":"-"}""", acquire["have"]!.ToJsonString());
        server.Tell($"acquired {GameServer.Number(acquire)} 9 8 same theirs-1");
        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal("theirs-1", server.Status("alice")["revision"]!.GetValue<string>());
        Assert.Equal("theirs-1", server.Leave("alice")["base"]!.GetValue<string>());
    }

    [Fact]
    public void What_others_have_replaced_goes_into_the_archive_before_it_goes()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = false, sync = true, generation = 8 }} }}, {Empty} }}", away: "alice");
        server.Restart(server.Save());

        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"stone","c":7}"""), generation: 11);
        Assert.Equal(0, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
        var played = server.Leave("alice");
        server.Tell($"uploaded {played["upload"]} stored");
        server.SayHello("hostagain000");

        var archived = server.Take("upload");
        Assert.Equal(1, archived["generation"]!.GetValue<int>());
        Assert.Contains("coal", archived["document"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_player_who_could_not_be_read_continues_at_the_generation_that_was_stored()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = true, sync = true, generation = 8 }} }}, {Empty} }}", away: "alice");

        server.Restart(server.Save());

        Assert.Equal(7, server.Join("alice")["have"]!["generation"]!.GetValue<int>());
    }

    [Fact]
    public void A_temporary_inventory_is_merged()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = true, sync = false, generation = 3 }} }}, {Empty} }}", away: "alice");

        server.Restart(server.Save());
        var acquire = server.Join("alice");
        Assert.Null(acquire["have"]);
        server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    [Fact]
    public void A_player_who_waited_as_a_spectator_for_a_download_is_put_back_where_they_stood()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = false, sync = true, generation = 3 }} }}, {Empty} }}", online: "alice");
        server.Lua("""
            local player = game.get_player('alice')
            storage.inventory_sync.active_downloads = { alice = { started = 0, last_active = 0, generation = 9, data = '{"half', surface = player.surface, position = { x = 12, y = -3 } } }
            local character = player.character
            player.set_controller({ type = defines.controllers.spectator })
            character.destroy()
            player.teleport({ 40, 40 })
            """);

        server.Restart(server.Save());
        Assert.False(server.HasLine("upload"));
        var acquire = server.Join("alice");
        Assert.Null(acquire["have"]);
        server.Deliver(acquire, Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(7, server.Count("alice", "stone"));
        Assert.Equal("""{"x":12,"y":-3}""", server.Lua("return game.get_player('alice').position")!.ToJsonString());
    }

    [Fact]
    public void A_spectator_whom_the_controller_does_not_know_gets_a_body()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = false, sync = false, generation = 3 }} }}, {Empty} }}", online: "alice");
        server.Lua("local player = game.get_player('alice') local character = player.character player.set_controller({ type = defines.controllers.spectator }) character.destroy()");

        server.Restart(server.Save());
        server.AnswerNone(server.Join("alice"));

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
    }

    [Fact]
    public void A_finished_download_is_used_if_its_generation_is_still_the_stored_one()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = false, sync = true, generation = 3 }} }}, {Empty} }}", online: "alice");
        server.Lua($$"""
            local player = game.get_player('alice')
            storage.inventory_sync.finished_downloads = { alice = {
                started = 0, last_active = 0, generation = 9, data = [==[{{Composed.With("alice", """{"n":"stone","c":7}""")}}]==],
                surface = player.surface, position = { x = 0, y = 0 },
            } }
            local character = player.character
            player.set_controller({ type = defines.controllers.spectator })
            character.destroy()
            """);

        server.Restart(server.Save());
        var acquire = server.Join("alice");

        Assert.Equal("""{"generation":9,"revision":"-"}""", acquire["have"]!.ToJsonString());
        server.Tell($"acquired {GameServer.Number(acquire)} 9 9 same theirs-1");
        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void Windows_of_the_plugin_are_closed()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = true, sync = false, generation = 0 }} }}, {Empty} }}", online: "alice");
        server.Lua("""
            local screen = game.get_player('alice').gui.screen
            screen.add({ type = 'frame', name = 'inventory_sync_progress' })
            screen.add({ type = 'frame', name = 'dialog_failed_download' })
            screen.add({ type = 'frame', name = 'another_plugin' })
            """);

        server.Restart(server.Save());
        server.AnswerNone(server.Join("alice"));

        Assert.Equal(["another_plugin"], server.Elements("alice").Where(name => name.Length > 0).Except(["screen"]));
    }

    [Fact]
    public void Ingredients_that_a_player_had_put_away_by_an_old_version_are_in_the_stash()
    {
        using var server = WithPlugin($$"""
            { players = { alice = { dirty = true, sync = false, generation = 0 } }, {{Empty}},
              saved_crafting_queue = { alice = { crafting_queue = { { recipe = 'radar', count = 1 } }, ingredients = { { name = 'iron-plate', count = 130 } } } } }
            """, away: "alice");

        server.Restart(server.Save());
        server.AnswerNone(server.Join("alice"));
        server.Click("alice", "inventory_sync_open_stash");
        server.Click("alice", "inventory_sync_take_stash");

        Assert.Equal(130, server.Count("alice", "iron-plate"));
    }

    [Theory]
    [InlineData("{ players = 4, active_uploads = 'x' }")]
    [InlineData("{ players = { alice = 4, [7] = {}, bob = { sync = 'yes', dirty = {}, generation = -3.5 } }, active_uploads = { alice = 3, bob = { serialized = { generation = 0, name = 'mallory' } } } }")]
    [InlineData("{ players = { alice = { sync = true, dirty = true, generation = 0/0 } }, active_uploads = { alice = { serialized = { generation = 1e300, name = 'alice' } } }, active_downloads = { alice = { surface = {}, position = 3 } } }")]
    [InlineData("{ players = { alice = { sync = false, dirty = false } }, finished_downloads = { alice = { data = 7, generation = 'x' } }, saved_crafting_queue = { alice = { ingredients = { { name = 'no-such-item', count = 1e300 }, 7 } } } }")]
    [InlineData("{}")]
    public void A_broken_state_is_taken_over_as_far_as_it_goes_and_nobody_loses_anything(string storage)
    {
        using var server = WithPlugin(storage, online: "alice");

        server.Restart(server.Save());
        server.AnswerNone(server.Join("alice"));

        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
        Assert.InRange(server.Host.Logged.Count(text => text.Contains("Took over", StringComparison.Ordinal)), 0, 1);
    }

    [Fact]
    public void One_line_of_the_log_says_what_was_taken_over_and_a_second_start_does_nothing()
    {
        using var server = WithPlugin($$"""
            { players = { alice = { dirty = true, sync = true, generation = 6 }, bob = { dirty = false, sync = true, generation = 2 } }, {{Empty}}, active_uploads = { bob = { serialized = 5 } } }
            """, online: "alice", away: "bob");

        server.Restart(server.Save(), hello: false);
        Assert.Equal("inventory_sync: Took over from the known inventory plugin: players 2, of these with an upload under way 0; entries that could not be used: 1", Assert.Single(server.Host.Logged));
        server.SayHello();
        var upload = server.Take("upload");
        server.Tell($"uploaded {upload["upload"]} stored");

        server.Restart(server.Save());

        Assert.Empty(server.Host.Logged);
        Assert.False(server.HasLine("upload"));
    }

    [Fact]
    public void The_plugins_own_state_is_left_for_it_to_go_on_with()
    {
        using var server = WithPlugin($"{{ players = {{ alice = {{ dirty = true, sync = true, generation = 6 }} }}, {Empty} }}", online: "alice");
        var before = server.Lua("return storage.inventory_sync")!.ToJsonString();

        server.Restart(server.Save());
        server.AnswerNone(server.Join("alice"));
        server.Leave("alice");

        Assert.Equal(before, server.Lua("return storage.inventory_sync")!.ToJsonString());
    }

    [Fact]
    public void A_player_with_whom_the_plugin_has_gone_on_since_is_taken_over_again_and_the_others_are_not()
    {
        using var server = WithPlugin($$"""
            { players = { alice = { dirty = false, sync = true, generation = 6 }, bob = { dirty = false, sync = true, generation = 2 } }, {{Empty}} }
            """, away: "alice bob");
        server.Restart(server.Save());
        server.Tell($"acquired {GameServer.Number(server.Join("bob"))} 9 2 same theirs-2");
        var bob = server.Leave("bob");
        server.Tell($"uploaded {bob["upload"]} stored");

        server.Lua("storage.inventory_sync.players.alice.generation = 21");
        server.Restart(server.Save());

        Assert.Equal("""{"generation":21,"revision":"-"}""", server.Join("alice")["have"]!.ToJsonString());
        Assert.Equal(bob["revision"]!.GetValue<string>(), server.Join("bob")["have"]!["revision"]!.GetValue<string>());
    }
}

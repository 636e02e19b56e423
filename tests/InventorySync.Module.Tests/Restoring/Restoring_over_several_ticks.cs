using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;
using InventorySync.Tests.Shared;

namespace InventorySync.Module.Tests.Restoring;

/// <summary>A document of more than one tick's budget.</summary>
public class Restoring_over_several_ticks
{
    private static readonly string Large = Composed.With("alice", string.Join(',', Enumerable.Range(0, 600).Select(Entry)));

    [Fact]
    public void The_player_keeps_what_they_have_until_all_of_it_is_built()
    {
        using var server = Begun(out _);
        Assert.Equal(33, Stones(server));
        Assert.Equal(0, server.Count("alice", "coal"));

        Assert.True(server.RunWhileBuilding() >= 1);

        Assert.Equal(33, Stones(server));
        Assert.True(server.Count("alice", "coal") > 0);
        AssertNothingLeftOver(server);
    }

    [Fact]
    public void Catalogue_C6_a_server_that_dies_in_any_tick_around_the_swap_has_all_of_it_before_or_after()
    {
        var ticks = TicksOfARestore();
        for (var tick = 0; tick <= ticks + 1; tick++)
        {
            using var server = Begun(out _);
            server.Run(tick);
            var merged = server.Status("alice")["sync"]!.GetValue<bool>();
            var save = server.Save();
            server.Run(5);

            server.Restart(save);

            AssertNothingLeftOver(server);
            if (merged)
            {
                Assert.DoesNotContain("\"stone\"", server.Take("upload")["document"]!.ToJsonString(), StringComparison.Ordinal);
                Assert.Equal(33, InStash(server));
                continue;
            }

            var acquire = server.Join("alice");
            Assert.Equal(33, Stones(server));
            Assert.Equal(0, server.Count("alice", "coal"));
            Assert.Equal("other-1", acquire["have"]!["revision"]!.GetValue<string>());
            server.Tell($"acquired {GameServer.Number(acquire)} 6 31 same other-1");
            server.RunWhileBuilding();
            Assert.Equal(33, Stones(server));
            Assert.True(server.Count("alice", "coal") > 0);
            AssertNothingLeftOver(server);
        }
    }

    [Fact]
    public void Catalogue_L17_leaving_in_any_tick_drops_what_was_built_and_keeps_the_document_for_the_next_join()
    {
        var ticks = TicksOfARestore();
        for (var tick = 0; tick < ticks; tick++)
        {
            using var server = Begun(out _);
            server.Run(tick);
            if (server.Status("alice")["sync"]!.GetValue<bool>())
                break;

            server.Do("leave", "alice");

            Assert.True(server.HasLine("release"));
            AssertNothingLeftOver(server);
            var acquire = server.Join("alice");
            server.Tell($"acquired {GameServer.Number(acquire)} 6 31 same other-1");
            server.RunWhileBuilding();
            Assert.Equal(33, Stones(server));
            Assert.True(server.Count("alice", "coal") > 0);
        }
    }

    [Theory]
    [InlineData("leave")]
    [InlineData("crash")]
    [InlineData("die")]
    public void Settings_that_are_still_to_be_written_are_part_of_the_player_all_the_same(string what)
    {
        var document = Composed.Tree("alice", string.Join(',', Enumerable.Range(0, 600).Select(Entry)));
        document["quick_bar"] = new JsonObject { ["1"] = "coal", ["2"] = "no-such-item", ["95"] = "iron-plate" };
        using var server = GameServer.Started();
        server.SendParts(server.Offer(server.Join("alice"), document.ToJsonString(), partBytes: 200_000));
        while (!server.Status("alice")["sync"]!.GetValue<bool>())
            server.Run(1);
        Assert.True(server.Status("alice")["building"]!.GetValue<bool>());

        if (what == "crash")
            server.Restart(server.Save());
        else if (what == "leave")
            server.Do("leave", "alice");
        else
            server.Do("die", "alice");

        Assert.False(server.Status("alice")["building"]!.GetValue<bool>());
        var uploaded = what == "die" ? server.Leave("alice")["document"]! : server.Take("upload")["document"]!;
        Assert.Equal("coal", uploaded["quick_bar"]!["1"]!.GetValue<string>());
        Assert.Equal("iron-plate", uploaded["quick_bar"]!["95"]!.GetValue<string>());
        Assert.Contains("no-such-item", uploaded["ext"]!["kept"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_starts_over_gets_the_request_again_and_the_document_is_used_with_its_answer()
    {
        using var server = Begun(out _);

        server.SayHello("nonceabcdef1");

        AssertNothingLeftOver(server);
        server.Run(40);
        Assert.Equal(0, server.Count("alice", "coal"));
        var acquire = server.Take("acquire");
        server.Tell($"acquired {GameServer.Number(acquire)} 6 31 same other-1");
        server.RunWhileBuilding();
        Assert.Equal(33, Stones(server));
        Assert.True(server.Count("alice", "coal") > 0);
    }

    [Fact]
    public void Who_dies_meanwhile_leaves_the_temporary_things_to_the_world()
    {
        using var server = Begun(out _);

        server.Do("die", "alice");
        server.RunWhileBuilding();

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Equal(0, Stones(server));
        Assert.True(server.Count("alice", "coal") > 0);
        AssertNothingLeftOver(server);
    }

    [Fact]
    public void Choosing_the_temporary_inventory_ends_it()
    {
        using var server = Begun(out _);

        server.Click("alice", "inventory_sync_temporary");
        server.Run(40);

        Assert.Equal(33, Stones(server));
        Assert.Equal(0, server.Count("alice", "coal"));
        AssertNothingLeftOver(server);
    }

    [Fact]
    public void A_small_document_does_not_wait_for_another_players_large_one()
    {
        using var server = Begun(out _);
        var acquire = server.Join("bob");
        server.SendParts(server.Offer(acquire, Composed.With("bob", """{"n":"coal","c":3}"""), revision: "other-2"));
        server.Run(2);

        Assert.Equal(3, server.Count("bob", "coal"));
    }

    [Theory]
    [InlineData("extreme.json")]
    [InlineData("blueprint-heavy.json")]
    public void Samples_are_restored_in_a_bounded_number_of_ticks(string sample)
    {
        var file = Path.Combine("samples", sample);
        Assert.SkipWhen(SharedFolder.Find(file) is null, SharedFolder.Absence(file));
        var document = JsonNode.Parse(File.ReadAllText(SharedFolder.Find(file)!))!.AsObject();
        document["name"] = "alice";
        using var server = GameServer.Started(new GameServer.Options { MeasureScripts = true });
        var transfer = server.Offer(server.Join("alice"), document.ToJsonString());
        server.SendParts(transfer);
        server.Run(1);
        server.Costs.Clear();

        var ticks = server.RunWhileBuilding();

        Assert.InRange(ticks, 2, 600);
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
        TestContext.Current.TestOutputHelper!.WriteLine($"{sample}: {ticks} ticks, worst {server.Costs.WorstTick}, all {server.Costs.Total}");
    }

    private static string Entry(int number) => number % 2 == 0 ? $$"""{"n":"coal","c":{{(number % 50) + 1}}}""" : """{"n":"iron-plate","c":7,"h":0.5}""";

    /// <summary>A player with a temporary inventory for whom a document is being built.</summary>
    private static GameServer Begun(out Transfer transfer)
    {
        var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "stone", 33);
        transfer = server.Offer(acquire, Large, partBytes: 200_000);
        server.SendParts(transfer);
        Assert.True(server.Status("alice")["building"]!.GetValue<bool>());
        return server;
    }

    /// <summary>The large document leaves no room, so that merged things are in the stash.</summary>
    private static long Stones(GameServer server) => server.Count("alice", "stone") + InStash(server);

    private static int InStash(GameServer server)
        => server.Lua("""
            local stash = storage.inventory_sync_extended.players.alice.stash
            return stash and stash.valid and stash.get_item_count("stone") or 0
            """)!.GetValue<int>();

    private static int TicksOfARestore()
    {
        using var server = Begun(out _);
        return server.RunWhileBuilding();
    }

    private static void AssertNothingLeftOver(GameServer server)
        => Assert.Equal(
            0,
            server.Lua("""
                local count = 0
                local stash = 0
                for _, record in pairs(storage.inventory_sync_extended.players) do
                    if record.stash and record.stash.valid then stash = stash + 1 end
                end
                for _ in pairs(game.get_script_inventories().level) do count = count + 1 end
                return count - stash
                """)!.GetValue<int>());
}

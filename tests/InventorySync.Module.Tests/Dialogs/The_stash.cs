using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;
using InventorySync.Simulator.World;

namespace InventorySync.Module.Tests.Dialogs;

/// <summary>The window in which a player finds what had no room, and what is kept for other servers.</summary>
public class The_stash
{
    private static readonly string Full = string.Join(',', Enumerable.Repeat("""{"n":"coal","c":50}""", 80));

    /// <summary>A player whose inventory is full of coal, and who had these things before: items, or export strings.</summary>
    private static GameServer WithStash(params string[] things)
    {
        var server = GameServer.Started();
        var acquire = server.Join("alice");
        for (var slot = 1; slot <= things.Length; slot++)
        {
            if (things[slot - 1][0] == '{')
                server.SetSlot("alice", "main", slot, JsonNode.Parse(things[slot - 1])!.AsObject());
            else
                server.Lua($"game.get_player('alice').get_main_inventory()[{slot}].import_stack('{things[slot - 1]}')");
        }

        server.Deliver(acquire, Composed.With("alice", Full));
        return server;
    }

    private static void MakeRoom(GameServer server, int slots)
    {
        for (var slot = 1; slot <= slots; slot++)
            server.SetSlot("alice", "main", slot, null);
    }

    [Fact]
    public void It_shows_what_is_in_it_with_icon_count_quality_and_label()
    {
        var blueprint = ExportString.Encode(JsonNode.Parse("""{"blueprint":{"item":"blueprint","label":"My [item=coal] base","entities":[],"version":562949958205440}}""")!);
        using var server = WithStash(
            """{"name":"tank","quality":"rare"}""",
            """{"name":"stone","count":40}""",
            blueprint);

        Assert.Equal(
            """
            == Waiting for you ==
              3 stacks found no room in your inventory. Click one to take it.
                  <item/tank  rare> 1 × [item=tank,quality=rare] Tank (Rare)
                  <item/stone 40 > 40 × [item=stone] Stone
                  <item/blueprint  > 1 × [item=blueprint] Blueprint “My (item=coal) base”
                [Take all that fits]
                [Close]
            [Stash: 3]

            """,
            server.Windows("alice"),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void One_stack_is_taken_with_all_it_has()
    {
        using var server = WithStash("""{"name":"tank","quality":"rare"}""", """{"name":"tank","health":0.5}""");
        MakeRoom(server, 1);

        server.Click("alice", "inventory_sync_stash_slot_2");

        var taken = server.Slots("alice")["1"]!;
        Assert.Equal("tank", taken["name"]!.GetValue<string>());
        Assert.Equal(0.5, taken["health"]!.GetValue<double>());
        Assert.Contains("[Stash: 1]", server.Windows("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("inventory_sync_stash_slot_2", server.Elements("alice"));
    }

    [Fact]
    public void Nothing_is_taken_twice()
    {
        using var server = WithStash("""{"name":"tank"}""", """{"name":"car"}""");
        MakeRoom(server, 5);

        server.Click("alice", "inventory_sync_stash_slot_1");
        Assert.Throws<ControlException>(() => server.Click("alice", "inventory_sync_stash_slot_1"));
        server.Click("alice", "inventory_sync_take_stash");

        Assert.Equal(1, server.Count("alice", "tank"));
        Assert.Equal(1, server.Count("alice", "car"));
    }

    [Fact]
    public void It_says_when_there_is_no_room_and_closes_with_the_last_stack()
    {
        using var server = WithStash("""{"name":"tank"}""", """{"name":"tank"}""");

        server.Click("alice", "inventory_sync_stash_slot_1");
        Assert.Contains("There is no room for it yet. Make some and try again.", server.Windows("alice"), StringComparison.Ordinal);
        server.Click("alice", "inventory_sync_take_stash");
        Assert.Contains("There is no room for 2 stacks yet.", server.Windows("alice"), StringComparison.Ordinal);
        MakeRoom(server, 2);
        server.Click("alice", "inventory_sync_take_stash");

        Assert.Equal("", server.Windows("alice"));
        Assert.Equal(2, server.Count("alice", "tank"));
    }

    [Fact]
    public void A_button_opens_it_again_as_long_as_it_holds_something()
    {
        using var server = WithStash("""{"name":"tank"}""");
        server.Click("alice", "inventory_sync_close_stash");
        Assert.Equal("[Stash: 1]\n", server.Windows("alice"));

        server.Click("alice", "inventory_sync_open_stash");

        Assert.Contains("1 stack found no room in your inventory. Click it to take it.", server.Windows("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void At_the_next_join_the_button_is_there_and_the_window_is_not()
    {
        using var server = WithStash("""{"name":"tank"}""");
        server.Do("leave", "alice");

        server.Join("alice");

        Assert.Equal("[Stash: 1]\n", server.Windows("alice"));
    }

    [Fact]
    public void Opening_and_taking_go_on_after_a_restart()
    {
        using var server = WithStash("""{"name":"tank","quality":"epic"}""");
        server.Restart(server.Save());
        var acquire = server.Join("alice");
        server.Tell($"acquired {GameServer.Number(acquire)} 9 32 same {server.Status("alice")["revision"]!.GetValue<string>()}");
        MakeRoom(server, 1);

        server.Click("alice", "inventory_sync_open_stash");
        server.Click("alice", "inventory_sync_stash_slot_1");

        Assert.Equal("epic", server.Slots("alice")["1"]!["quality"]!.GetValue<string>());
        Assert.Equal("", server.Windows("alice"));
    }

    [Theory]
    [InlineData("ghost", "You are dead.")]
    [InlineData("spectator", "You are a spectator at present")]
    public void Who_cannot_carry_anything_is_told_why(string controller, string expected)
    {
        using var server = WithStash("""{"name":"tank"}""");
        server.Lua($"game.get_player('alice').set_controller({{ type = defines.controllers.{controller} }})");

        server.Click("alice", "inventory_sync_take_stash");

        Assert.Contains(expected, server.Windows("alice"), StringComparison.Ordinal);
        Assert.Equal(1, server.Status("alice")["stash"]!.GetValue<int>());
    }

    [Fact]
    public void What_is_kept_for_other_servers_is_listed_with_the_reason_and_cannot_be_clicked()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", """
            {"n":"warp-core","c":3},{"n":"warp-core","c":2},{"n":"tank","q":"divine","c":1},
            {"n":"strange-armor","c":1,"l":{"t":"[img=x] label"}},{"f":"strange-filter"},{"e":"0nonsense"}
            """));
        Assert.Equal("", server.Windows("alice"));

        server.TypeAs("alice", "/inventory-sync");

        Assert.Equal(
            """
            == Waiting for you ==
              Kept for later and for other servers:
                5 × warp-core – does not exist on this server
                1 × [item=tank] Tank – this quality does not exist on this server
                1 × strange-armor “(img=x) label” – does not exist on this server
                1 × A blueprint or another plan – cannot be read on this server
                Filter: strange-filter – does not exist on this server
                [Close]

            """,
            server.Windows("alice"),
            ignoreLineEndingDifferences: true);
        server.Click("alice", "inventory_sync_close_stash");
        Assert.Equal("", server.Windows("alice"));
    }

    [Fact]
    public void A_long_list_says_how_much_more_there_is()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", string.Join(',', Enumerable.Range(0, 70).Select(number => $$"""{"n":"unknown-{{number}}","c":1}"""))));

        server.TypeAs("alice", "/inventory-sync");

        Assert.Contains("1 × unknown-29 –", server.Windows("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("unknown-30", server.Windows("alice"), StringComparison.Ordinal);
        Assert.Contains("… and 40 more", server.Windows("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_hostile_documents_set_aside_can_be_shown()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Lua("""
            storage.inventory_sync_extended.players.alice.kept = {
                { path = "main", slot = 1, entry = { n = ("[font=x]__1__"):rep(1000), c = 1e300, q = "[color=red]" }, reason = "__2__" },
                { path = {}, entry = { n = {}, l = "x" }, reason = {} },
                { path = "main/1/g", entry = {}, reason = "unknown equipment" },
                { path = "quick_bar", slot = 3, entry = { f = { name = "coal" } }, reason = "no room" },
                { path = "personal_logistic_slots/1", slot = 3, entry = { f = { name = "mystery" } }, reason = "unknown item" },
                { path = "crafting_queue", entry = { recipe = "mystery" }, reason = "unknown recipe" },
                { path = "cursor", entry = "text", reason = "no room" },
                { path = "main", entry = { n = "coal", c = -5, r = "x" } },
            }
            """);

        server.TypeAs("alice", "/inventory-sync");

        var text = server.Windows("alice");
        Assert.Contains("    Quick bar: [item=coal] Coal – there was no room for it", text, StringComparison.Ordinal);
        Assert.Contains("    Logistic request: mystery – does not exist on this server", text, StringComparison.Ordinal);
        Assert.Contains("    Recipe: mystery – does not exist on this server", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[font", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 200));
    }

    [Fact]
    public void Who_has_nothing_waiting_is_told_so()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");

        Assert.Equal(["Nothing is waiting for you."], server.TypeAs("alice", "/inventory-sync"));
        Assert.Equal("", server.Windows("alice"));
    }
}

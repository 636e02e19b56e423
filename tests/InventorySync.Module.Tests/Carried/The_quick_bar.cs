using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

public class The_quick_bar
{
    private const string ReadOld = """
        local slots = {}
        for i = 1, 100 do local s = p.get_quick_bar_slot(i) slots[i] = s and (s.name .. s.quality .. s.comparator) or '' end
        return { slots, p.get_active_quick_bar_page(1), p.get_active_quick_bar_page(2) }
        """;

    private const string ReadNew = """
        local slots = {}
        for page = 1, 10 do for column = 1, 10 do
            local s = p.get_quick_bar_slot(page, column)
            slots[#slots + 1] = s and (s.type .. s.filter.name .. s.filter.quality .. s.filter.comparator) or ''
        end end
        return { slots, p.get_active_quick_bar_page(1), p.get_active_quick_bar_page(2) }
        """;

    [Fact]
    public void Upstream_defect_10_all_slots_and_pages_of_2_0_and_none_that_were_there_before() => Hop.AssertCarried(
        "2.0.77",
        "p.set_quick_bar_slot(1, 'coal') p.set_quick_bar_slot(12, { name = 'beacon', quality = 'rare' }) p.set_quick_bar_slot(100, 'wood') p.set_active_quick_bar_page(1, 7)",
        "p.set_quick_bar_slot(5, 'stone') p.set_quick_bar_slot(12, 'stone') p.set_active_quick_bar_page(2, 9)",
        ReadOld);

    [Fact]
    public void Upstream_defect_10_all_slots_and_pages_of_2_1_and_none_that_were_there_before() => Hop.AssertCarried(
        "2.1.9",
        "p.set_quick_bar_slot(1, 1, 'coal') p.set_quick_bar_slot(2, 2, { type = 'filter', filter = { name = 'beacon', quality = 'rare', comparator = '≥' } }) p.set_quick_bar_slot(10, 10, 'wood') p.set_active_quick_bar_page(1, 7)",
        "p.set_quick_bar_slot(1, 5, 'stone') p.set_active_quick_bar_page(2, 9)",
        ReadNew);

    [Fact]
    public void A_comparator_that_2_0_cannot_set_travels_on()
    {
        var document = Composed.Tree("alice", "", ""","quick_bar":{"12":{"t":"f","n":"beacon","q":"rare","c":"≥"},"13":{"t":"f","n":"coal","q":"normal","c":"="}}""");
        using var server = GameServer.Started();

        var (returned, _) = Hop.Through(server, document);

        DocumentComparison.AssertEqual(document, returned);
    }

    [Fact]
    public void Slots_for_one_blueprint_a_library_record_or_a_remote_travel_as_their_item()
    {
        using var server = GameServer.Started(new() { Version = "2.1.9" });
        server.Do("record", new JsonObject { ["type"] = "blueprint-book", ["label"] = "City" });
        var (document, _) = Hop.From(server, """
            local stack = p.get_main_inventory()[1]
            stack.set_stack({ name = 'blueprint' })
            p.set_quick_bar_slot(1, 1, stack)
            p.set_quick_bar_slot(1, 2, { type = 'record', record = game.blueprints[1] })
            p.set_quick_bar_slot(1, 3, { type = 'remote', filter = { name = 'spidertron-remote', quality = 'normal', comparator = '=' }, selection = {} })
            """);

        Assert.Equal("""{"1":"blueprint","2":"blueprint-book","3":"spidertron-remote"}""", document["quick_bar"]!.ToJsonString());
    }

    [Fact]
    public void On_the_same_server_slots_keep_what_they_refer_to()
    {
        using var server = GameServer.Started(new() { Version = "2.1.9" });
        server.JoinNew("alice");
        server.Lua("local p = game.get_player('alice') local stack = p.get_main_inventory()[1] stack.set_stack({ name = 'blueprint' }) p.set_quick_bar_slot(1, 1, stack)");
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var again = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(again)}} {"holder":"Vulcanus"}""");

        server.Tell($"acquired {GameServer.Number(again)} 4 {upload["generation"]} same {upload["revision"]!.GetValue<string>()}");

        Assert.Equal("item", server.Lua("return game.get_player('alice').get_quick_bar_slot(1, 1).type")!.GetValue<string>());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public void Columns_stay_where_they_are_whatever_the_width(int width)
    {
        using var usual = GameServer.Started(new() { Version = "2.1.9" });
        var (document, before) = Hop.From(usual, "p.set_quick_bar_slot(1, 1, 'coal') p.set_quick_bar_slot(2, 3, 'wood') p.set_quick_bar_slot(2, 10, 'stone')", ReadNew);
        using var other = GameServer.Started(new() { Version = "2.1.9", QuickBarWidth = width });
        var (carried, slot) = Hop.Through(other, document, "", "return p.get_quick_bar_slot(2, 3).filter.name");
        using var back = GameServer.Started(new() { Version = "2.1.9" });

        var (_, after) = Hop.Through(back, carried, "", ReadNew);

        Assert.Equal("wood", slot!.GetValue<string>());
        Assert.Equal(before!.ToJsonString(), after!.ToJsonString());
    }

    [Fact]
    public void An_unknown_item_comes_back_in_its_slot_where_it_is_known()
    {
        using var modded = GameServer.Started(new() { TestMods = true });
        var (document, before) = Hop.From(modded, "p.set_quick_bar_slot(4, 'backpack') p.set_quick_bar_slot(5, 'backpack') p.set_quick_bar_slot(6, 'coal')", ReadOld);
        using var vanilla = GameServer.Started();
        var (carried, _) = Hop.Through(vanilla, document);
        using var again = GameServer.Started(new() { TestMods = true });

        var (returned, after) = Hop.Through(again, carried, "", ReadOld);

        Assert.Equal(before!.ToJsonString(), after!.ToJsonString());
        Assert.Null(returned["ext"]!["kept"]);
        DocumentComparison.AssertEqual(document["quick_bar"]!, returned["quick_bar"]!);
    }

    [Theory]
    [InlineData("""{"1":5,"2":"coal","3":{"n":{}},"4":{"t":"z","n":"coal"},"999":"coal","x":true}""")]
    [InlineData("""["coal",{"t":"f"},[1,2]]""")]
    public void Catalogue_D4_a_slot_that_makes_no_sense_does_not_cost_the_document(string bar)
    {
        using var server = GameServer.Started();

        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":3}""", $",\"quick_bar\":{bar}"));

        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }
}

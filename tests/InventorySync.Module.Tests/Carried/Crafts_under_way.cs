using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

/// <summary>The crafting queue: player-data.md §2.7.</summary>
public class Crafts_under_way
{
    private static readonly GameServer.Options Modded = new() { TestMods = true };

    private const string Circuits = """
        p.insert({ name = 'copper-plate', count = 40 })
        p.insert({ name = 'iron-plate', count = 30 })
        p.insert({ name = 'copper-cable', count = 5 })
        main.set_filter(7, 'coal')
        p.begin_crafting({ recipe = 'electronic-circuit', count = 6 })
        p.begin_crafting({ recipe = 'iron-gear-wheel', count = 3 })
        p.crafting_queue_progress = 0.375
        """;

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void A_queue_with_intermediate_products_goes_on_at_the_next_server(string version)
    {
        var options = new GameServer.Options { Version = version };
        using var server = Journey.Begin(options, Circuits);
        // A craft of cables is done, and what was made is in no inventory.
        server.Run(20);

        var document = Journey.AssertTravels(server, options);

        Assert.Equal(["electronic-circuit", "iron-gear-wheel"], document["crafting_queue"]!["crafting_queue"]!.AsArray().Select(line => line!["recipe"]!.GetValue<string>()));
    }

    [Fact]
    public void Who_comes_back_to_the_same_server_finds_the_queue_and_every_slot_as_it_was()
    {
        using var server = Journey.Begin(new(), Circuits + " main[9].set_stack({ name = 'tank' }) main[9].entity_label = 'T' p.cursor_stack.set_stack({ name = 'coal', count = 3 })");
        var before = server.Read("alice");
        var number = server.Lua("game.get_player('alice').get_main_inventory()[9].item_number")!.ToJsonString();

        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var acquire = server.Join("alice");
        server.Tell($"acquired {acquire["request"]} 9 {upload["generation"]} same {upload["revision"]}");

        Journey.AssertSame(before, server.Read("alice"));
        Assert.Equal(number, server.Lua("game.get_player('alice').get_main_inventory()[9].item_number")!.ToJsonString());
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void Catalogue_C7_a_queue_with_more_items_than_fit_loses_and_spills_nothing()
    {
        var options = new GameServer.Options();
        // All slots are full again after the ingredients of 200 gears were taken from them.
        using var server = Journey.Begin(options, """
            p.insert({ name = 'iron-plate', count = 400 })
            p.begin_crafting({ recipe = 'iron-gear-wheel', count = 200 })
            for slot = 1, #main do main[slot].set_stack({ name = 'wood', count = slot % 90 + 1 }) end
            """);

        var document = Journey.AssertTravels(server, options);

        Assert.Equal(400, document["crafting_queue"]!["ingredients"]![0]!["count"]!.GetValue<int>());
        Assert.Empty(server.Read("alice")["spilled"]!.AsArray());
        Assert.Equal(0, document["character"]!["character_inventory_slots_bonus"]!.GetValue<double>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Catalogue_D1_a_recipe_that_a_server_does_not_know_goes_on_where_it_is_known(bool craftsMeanwhile)
    {
        using var first = Journey.Begin(Modded, """
            p.insert({ name = 'alien-resin', count = 9 }) p.insert({ name = 'iron-plate', count = 20 }) p.insert({ name = 'wood', count = 10 })
            p.begin_crafting({ recipe = 'field-pack', count = 2 }) p.begin_crafting({ recipe = 'signpost', count = 1 })
            """);
        var document = first.Leave("alice")["document"]!;

        var carried = Journey.Visit(document, new(), craftsMeanwhile ? "assert(p.begin_crafting({ recipe = 'iron-gear-wheel', count = 4 }) == 4)" : "assert(p.crafting_queue_size == 0)");

        var last = GameServer.Started(Modded);
        last.Deliver(last.Join("alice"), carried.ToJsonString());
        Assert.Equal(
            craftsMeanwhile ? ["iron-gear-wheel", "field-pack", "signpost"] : ["field-pack", "signpost"],
            last.Read("alice")["crafting_queue"]!.AsArray().Select(line => line!["recipe"]!.GetValue<string>()));
        if (!craftsMeanwhile)
            DocumentComparison.AssertEqual(document, last.Leave("alice")["document"]!);
        Assert.Equal(craftsMeanwhile ? 8 : 16, last.Count("alice", "iron-plate"));
        last.Dispose();
    }

    [Fact]
    public void A_recipe_that_is_not_researched_waits_with_its_ingredients()
    {
        using var server = Journey.Begin(new(), "p.insert({ name = 'iron-plate', count = 10 }) p.insert({ name = 'copper-cable', count = 30 }) p.begin_crafting({ recipe = 'electronic-circuit', count = 5 })");
        var document = server.Leave("alice")["document"]!;
        using var young = GameServer.Started();
        young.Lua("game.forces.player.recipes['electronic-circuit'].enabled = false");

        young.Deliver(young.Join("alice"), document.ToJsonString());

        Assert.Contains("wait with their ingredients", young.ChatSeen("alice"), StringComparison.Ordinal);
        Assert.Empty(young.Read("alice")["crafting_queue"]!.AsArray());
        Assert.Equal(5, young.Count("alice", "iron-plate"));
        DocumentComparison.AssertEqual(document, young.Leave("alice")["document"]!);
    }

    [Fact]
    public void In_cheat_mode_nothing_is_made_for_nothing()
    {
        using var server = Journey.Begin(new(), "p.insert({ name = 'iron-plate', count = 10 }) p.begin_crafting({ recipe = 'iron-gear-wheel', count = 5 }) p.cheat_mode = true");

        var document = Journey.AssertTravels(server, new());

        Assert.True(document["cheat_mode"]!.GetValue<bool>());
        Assert.Equal(5, document["crafting_queue"]!["crafting_queue"]![0]!["count"]!.GetValue<int>());
    }

    [Fact]
    public void Ingredients_keep_their_quality_and_freshness()
    {
        using var server = Journey.Begin(new(), "");
        var document = server.Leave("alice")["document"]!;
        document["crafting_queue"] = JsonNode.Parse("""
            {"crafting_queue":[{"recipe":"no-such-recipe","count":2}],"crafting_queue_progress":0.5,
             "ingredients":[{"name":"iron-plate","count":150,"quality":"rare"},{"name":"iron-plate","count":3},{"name":"no-such-item","count":7},{"name":"stone-wall","count":4,"health":0.5}]}
            """);

        DocumentComparison.AssertEqual(document, Journey.Visit(Journey.Visit(document, new()), new()));
    }

    [Theory]
    [InlineData("""{"crafting_queue":5,"ingredients":"x"}""")]
    [InlineData("""{"crafting_queue":[{"recipe":"iron-gear-wheel","count":-1},{"recipe":{},"count":1},7,{"count":3}],"ingredients":[{"name":"coal","count":1e300},{"name":"coal"},null,{"name":"coal","count":2.5}]}""")]
    [InlineData("""{"crafting_queue":[{"recipe":"iron-gear-wheel","count":2000000000}],"crafting_queue_progress":1e300,"ingredients":[]}""")]
    [InlineData("[1,2]")]
    public void A_malicious_queue_gives_a_usable_character(string queue)
    {
        using var server = Journey.Begin(new(), "main[1].set_stack({ name = 'coal', count = 3 })");
        var document = server.Leave("alice")["document"]!;
        document["crafting_queue"] = JsonNode.Parse(queue);
        using var next = GameServer.Started();

        next.Deliver(next.Join("alice"), document.ToJsonString());

        Assert.Equal(3, next.Count("alice", "coal"));
        Assert.Equal(0, next.Lua("game.get_player('alice').crafting_queue_size")!.GetValue<int>());
        Assert.Equal(0, next.Read("alice")["character"]!["character_inventory_slots_bonus"]?.GetValue<double>() ?? 0);
    }

    [Fact]
    public void Who_is_set_aside_and_put_back_has_the_same_queue_and_hand()
    {
        using var server = Journey.Begin(new(), Circuits + """
            main[12].set_stack({ name = 'repair-pack', count = 3, durability = 5 })
            p.cursor_stack.swap_stack(main[12])
            p.hand_location = { inventory = defines.inventory.character_main, slot = 12 }
            """);
        var before = server.Read("alice");
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var acquire = server.Join("alice");
        server.Tell($$"""busy {{acquire["request"]}} {"holder":"Vulcanus"}""");
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());
        server.Run(5);

        var save = server.Save();
        server.Restart(save);
        acquire = server.Join("alice");
        server.Tell($"acquired {acquire["request"]} 9 {upload["generation"]} same {upload["revision"]}");

        Journey.AssertSame(before, server.Read("alice"));
        Assert.Equal("12", server.Lua("game.get_player('alice').hand_location.slot")!.ToJsonString());
    }
}

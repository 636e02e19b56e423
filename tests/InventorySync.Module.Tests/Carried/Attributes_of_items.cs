using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

/// <summary>The rows of player-data.md §3.2 about items, equipment and inventories.</summary>
public class Attributes_of_items
{
    public static TheoryData<string, string, string> Rows()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var version in (string[])["2.0.77", "2.1.9"])
        {
            foreach (var (row, code) in Items)
                data.Add(row, version, code);
        }

        return data;
    }

    private static readonly (string Row, string Code)[] Items =
    [
        ("count, quality and health", "main[3].set_stack({ name = 'stone-wall', count = 7, quality = 'rare', health = 0.25 })"),
        ("a modded quality of level 0", "main[1].set_stack({ name = 'coal', count = 7, quality = 'pristine' })"),
        ("ammunition in the first magazine", "main[1].set_stack({ name = 'firearm-magazine', count = 9, ammo = 3 })"),
        ("label, its colour, and whether players may change it", "main[1].set_stack('signpost') main[1].label = 'Ω here' main[1].label_color = { 0.25, 0.5, 1, 1 } main[1].allow_manual_label_change = false"),
        ("tags and description", "main[1].set_stack({ name = 'ration-card', tags = { left = 5, list = { 1, { a = 'b' } } }, custom_description = 'five left' }) main[1].label = 'ration' main[1].label_color = { 1, 0, 0, 1 }"),
        ("an item with an inventory, with bar and filters, and another one inside", """
            main[2].set_stack('backpack')
            local inside = main[2].get_inventory(defines.inventory.item_main)
            inside[1].set_stack({ name = 'coal', count = 3 })
            inside.set_filter(4, { name = 'stone', quality = 'normal', comparator = '=' })
            inside[5].set_stack('field-pack')
            inside[5].get_inventory(defines.inventory.item_main)[2].set_stack({ name = 'repair-pack', count = 2, durability = 10 })
            inside[5].get_inventory(defines.inventory.item_main).set_bar(4)
            inside.set_bar(9)
            """),
        ("filters of every kind", """
            main.set_filter(1, 'coal')
            main.set_filter(2, { name = 'coal', quality = 'rare', comparator = '>=' })
            main.set_filter(3, { quality = 'epic', comparator = '!=' })
            main.set_filter(4, { name = 'coal', quality = 'rare', comparator = '≤' })
            main[4].set_stack({ name = 'coal', count = 5 })
            main.set_filter(9, { name = 'wood', quality = 'normal', comparator = '<' })
            """),
        ("colour, name, requests and switches of a packed spidertron", """
            main[1].set_stack({ name = 'spidertron', quality = 'epic' })
            local s = main[1]
            s.entity_color, s.entity_label = { 0.25, 0.5, 0.75, 1 }, 'Otto'
            s.entity_logistics_enabled, s.entity_request_from_buffers, s.entity_enable_logistics_while_moving = false, false, false
            s.entity_auto_target_with_gunner, s.entity_auto_target_without_gunner, s.entity_driver_is_gunner = true, false, true
            s.entity_logistic_sections = { trash_not_requested = true, sections = {
                { index = 1, group = 'War', multiplier = 2, active = false, filters = { { index = 3, type = 'item', name = 'coal', quality = 'rare', comparator = '=', count = 5, max_count = 9 } } },
                { index = 2, filters = { { index = 1, name = 'wood', count = 1, import_from = 'nauvis', minimum_delivery_count = 2 } } } } }
            local grid = s.grid or s.create_grid()
            grid.put({ name = 'battery-equipment', position = { 1, 0 }, quality = 'rare' }).energy = 500
            grid.inhibit_movement_bonus = true
            """),
        ("a packed tank and a car", "main[1].set_stack('tank') main[1].entity_label = 'T' main[2].set_stack('car') main[2].entity_color = { 1, 0, 0, 1 } main[3].set_stack('car')"),
        ("requests from a place, newer than 2.0", """
            main[1].set_stack('spidertron')
            main[1].entity_logistic_sections = { sections = { { index = 1, filters = { { index = 1, name = 'wood', count = 1, request_from = 'platforms' } } } } }
            """),
        ("the grid of a spare armour with its switch, removal marks and ghosts", """
            main[5].set_stack({ name = 'power-armor', quality = 'rare' })
            local grid = main[5].grid
            grid.inhibit_movement_bonus = true
            grid.put({ name = 'energy-shield-equipment', position = { 0, 0 }, quality = 'epic' }).shield = 12
            local battery = grid.put({ name = 'battery-equipment', position = { 3, 0 } })
            battery.energy = 1000
            grid.order_removal(battery)
            grid.put({ name = 'exoskeleton-equipment', position = { 4, 0 }, quality = 'uncommon', ghost = true })
            """),
        ("fuel, burnt results, heat and quality of what burns in equipment", """
            p.get_inventory(defines.inventory.character_armor)[1].set_stack('exo-suit')
            local piece = p.get_inventory(defines.inventory.character_armor)[1].grid.put({ name = 'burner-generator-equipment', position = { 2, 1 } })
            piece.burner.inventory[1].set_stack({ name = 'uranium-fuel-cell', count = 2 })
            piece.burner.burnt_result_inventory[1].set_stack({ name = 'depleted-uranium-fuel-cell', count = 1 })
            piece.burner.currently_burning = { name = 'coal', quality = 'rare' }
            piece.burner.remaining_burning_fuel = 1234
            piece.burner.heat = 77
            """),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void They_are_the_same_on_the_next_server(string row, string version, string code)
    {
        var options = new GameServer.Options { Version = version, TestMods = true };
        using var server = Journey.Begin(options, code);

        var document = Journey.AssertTravels(server, options);

        Assert.True(document["ext"]?["kept"] is null, row);
    }

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Upstream_defect_08_a_worn_repair_pack_stays_worn(string version)
    {
        var options = new GameServer.Options { Version = version };
        using var server = Journey.Begin(options, "main[1].set_stack({ name = 'repair-pack', count = 5, durability = 111 })");

        var document = Journey.AssertTravels(server, options);

        Assert.Equal(111, document["character"]!["inventories"]!["main"]!["i"]![0]!["d"]!.GetValue<double>());
    }

    [Fact]
    public void What_spoils_goes_on_spoiling_where_it_was()
    {
        using var server = Journey.Begin(new(), "main[1].set_stack({ name = 'yumako', count = 5, spoil_percent = 0.5 })");
        var document = server.Leave("alice")["document"]!;
        using var next = GameServer.Started();

        next.Deliver(next.Join("alice"), document.ToJsonString());

        Assert.Equal(0.5, next.Slots("alice")["1"]!["spoil_percent"]!.GetValue<double>(), 0.001);
    }

    [Fact]
    public void A_fresh_vehicle_has_nothing_beyond_its_name()
    {
        using var server = Journey.Begin(new(), "main[1].set_stack('tank')");

        Assert.Null(server.Leave("alice")["document"]!["character"]!["inventories"]!["main"]!["i"]![0]!["x"]);
    }

    [Fact]
    public void Requests_of_a_vehicle_for_what_a_server_does_not_know_are_back_elsewhere()
    {
        using var server = Journey.Begin(new() { TestMods = true }, """
            main[1].set_stack('spidertron')
            main[1].entity_logistic_sections = { sections = { { index = 1, filters = { { index = 1, name = 'alien-resin', count = 1 }, { index = 2, name = 'wood', count = 3 } } } } }
            """);
        var document = server.Leave("alice")["document"]!;

        // There it moves to another slot.
        var carried = Journey.Visit(document, new(), "main[7].swap_stack(main[1]) assert(#main[7].entity_logistic_sections.sections[1].filters == 1)");

        var before = document["character"]!["inventories"]!["main"]!["i"]![0]!.DeepClone();
        before["s"] = 7;
        DocumentComparison.AssertEqual(before, carried["character"]!["inventories"]!["main"]!["i"]![0]!);
    }

    [Fact]
    public void Upstream_defect_10_filters_and_bars_of_before_are_gone()
    {
        var document = Composed.Tree("alice", """{"n":"coal","c":3},{"n":"backpack","c":1,"l":{"a":true},"i":{"i":[{"n":"iron-ore","c":50}]}}""");
        using var server = Journey.Begin(new() { TestMods = true }, """
            main.set_filter(1, 'wood')
            main.set_filter(5, 'stone')
            p.get_inventory(defines.inventory.character_guns).set_filter(2, 'submachine-gun')
            """);
        server.Leave("alice");

        server.Deliver(server.Join("alice"), document.ToJsonString());

        Assert.Empty(server.Read("alice")["inventories"]!["main"]!["filters"]!.AsObject());
        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void Upstream_defect_02_a_filter_that_cannot_be_set_costs_nothing_else()
    {
        var document = Composed.Tree("alice", """
            {"f":{"name":"no-such-item","quality":"normal","comparator":"="}},{"n":"coal","c":3,"f":{"name":"coal","quality":"no-such-quality","comparator":"="}},{"f":{"name":"coal","quality":"normal","comparator":"?"}},{"n":"wood","c":1}
            """);

        var carried = Journey.Visit(document, new(), "assert(main[2].count == 3 and main[4].name == 'wood')");

        Assert.Equal(3, carried["ext"]!["kept"]!.AsArray().Count);
    }

    [Fact]
    public void Upstream_defect_07_a_pending_removal_is_pending_on_the_next_server()
    {
        var document = Composed.Tree("alice");
        document["character"]!["inventories"]!["armor"]!["i"] = JsonNode.Parse("""
            [{"n":"power-armor","c":1,"g":[{"n":"battery-equipment","p":[0,0],"q":"normal","t":true},{"n":"equipment-ghost","g":"battery-equipment","p":[2,0],"q":"normal","t":true}]}]
            """);

        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), document.ToJsonString());

        Assert.Equal("[true,\"equipment-ghost\"]", server.Lua("""
            (function()
                local grid = game.get_player('alice').get_inventory(defines.inventory.character_armor)[1].grid
                return { grid.get({ 0, 0 }).to_be_removed, grid.get({ 2, 0 }).name }
            end)()
            """)!.ToJsonString());
        DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
    }

    [Fact]
    public void Upstream_defect_15_a_burner_in_an_armour_is_read_with_its_fuel()
    {
        using var server = Journey.Begin(new() { TestMods = true }, """
            main[1].set_stack('exo-suit')
            main[1].grid.put({ name = 'burner-generator-equipment' }).burner.currently_burning = 'wood'
            """);

        var piece = server.Leave("alice")["document"]!["character"]!["inventories"]!["main"]!["i"]![0]!["g"]![0]!;

        Assert.Equal("wood", piece["b"]!.GetValue<string>());
        Assert.True(piece["f"]!.GetValue<double>() > 0);
    }

    [Fact]
    public void A_fuel_that_a_server_does_not_know_is_burning_again_elsewhere()
    {
        var document = Composed.Tree("alice");
        document["character"]!["inventories"]!["armor"]!["i"] = JsonNode.Parse("""
            [{"n":"exo-suit","c":1,"g":[{"n":"burner-generator-equipment","p":[0,0],"q":"normal","b":"no-such-fuel","f":100,"h":5,"i":{"i":[{"n":"coal","c":3}]},"unheard_of":{"a":1}}]}]
            """);

        var carried = Journey.Visit(document, new() { TestMods = true }, "local a = p.get_inventory(defines.inventory.character_armor)[1] assert(a.grid.equipment[1].burner.inventory[1].count == 3) main[3].swap_stack(a)");

        var entry = document["character"]!["inventories"]!["armor"]!["i"]![0]!.DeepClone();
        entry["s"] = 3;
        DocumentComparison.AssertEqual(entry, carried["character"]!["inventories"]!["main"]!["i"]![0]!);
    }

    [Fact]
    public void Catalogue_D3_slots_keep_their_things_over_many_visits()
    {
        const string Entries = """{"n":"coal","c":3,"s":4},{"n":"alien-resin","c":5},{"n":"wood","c":1,"s":9,"r":2},{"n":"coal","c":3,"s":40}""";
        var document = Composed.Tree("alice", Entries);
        JsonObject carried = document;

        for (var visit = 0; visit < 4; visit++)
            carried = Journey.Visit(carried, new() { Version = visit % 2 == 0 ? "2.0.77" : "2.1.9", TestMods = visit == 3 });

        DocumentComparison.AssertEqual(document, carried);
    }

    [Fact]
    public void Catalogue_D4_one_item_that_cannot_be_read_costs_no_other_and_waits_on_this_server()
    {
        // The module is made to take repair packs for something that has an export string.
        var options = new GameServer.Options { Scenario = "require('modules/inventory_sync/item_types').exported['repair-tool'] = true return {}" };
        using var server = Journey.Begin(options, "main[1].set_stack({ name = 'coal', count = 3 }) main[2].set_stack({ name = 'repair-pack', count = 7 }) main[3].set_stack({ name = 'wood', count = 2 })");

        server.Do("leave", "alice");
        var log = server.Take("log")["message"]!.GetValue<string>();
        var document = server.Take("upload")["document"]!;

        Assert.Equal(["coal", "wood"], document["character"]!["inventories"]!["main"]!["i"]!.AsArray().Select(entry => entry!["n"]!.GetValue<string>()));
        Assert.Equal(7, Belongings.Of(server, "alice")["repair-pack"]);
        Assert.Contains("repair-pack of alice in main/2 could not be read", log, StringComparison.Ordinal);
    }
}

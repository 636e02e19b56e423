using System.Text.Json.Nodes;

namespace InventorySync.Simulator.Tests.World;

public sealed class Inventories : IDisposable
{
    private readonly TestGame _game = TestGame.Create("""
        function main() return game.get_player("alice").get_main_inventory() end
        function worn() return game.get_player("alice").get_inventory(defines.inventory.character_armor)[1] end
        """);

    public Inventories() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void Inserting_fills_stacks_then_filtered_then_free_slots()
    {
        Assert.Equal("[130,20,50,50,10]", _game.Lua("""
            (function()
                local m = main()
                m[2].set_stack({ name = "coal", count = 30 })
                m.set_filter(9, "coal")
                m.set_filter(1, "wood")
                local inserted = m.insert({ name = "coal", count = 130 })
                return { inserted, m[2].count - 30, m[9].count, m[3].count, m[4].count }
            end)()
            """));
    }

    [Fact]
    public void Inserting_more_than_fits_tells_how_many_went_in()
    {
        Assert.Equal("[150,0,true,false]", _game.Lua("""
            (function()
                local small = game.create_inventory(3)
                local first = small.insert({ name = "coal", count = 500 })
                return { first, small.insert("coal"), small.is_full(), small.can_insert("coal") }
            end)()
            """));
    }

    [Fact]
    public void Removing_and_counting_mind_the_quality()
    {
        Assert.Equal("[120,20,100,30,90,100]", _game.Lua("""
            (function()
                local m = main()
                m.insert({ name = "coal", count = 100 })
                m.insert({ name = "coal", count = 20, quality = "rare" })
                local result = { m.get_item_count("coal"), m.get_item_count({ name = "coal", quality = "rare" }), m.get_item_count({ name = "coal" }) }
                result[4] = m.remove({ name = "coal", count = 30 })
                result[5] = m.get_item_count()
                m.insert({ name = "wood", count = 10 })
                result[6] = m.get_item_count()
                return result
            end)()
            """));
        Assert.Equal("""[{"count":70,"name":"coal","quality":"normal"},{"count":20,"name":"coal","quality":"rare"},{"count":10,"name":"wood","quality":"normal"}]""", _game.Lua("main().get_contents()"));
    }

    [Fact]
    public void Clearing_leaves_the_filters()
    {
        Assert.Equal("[true,\"coal\",true]", _game.Lua("(function() local m = main() m.set_filter(3, 'coal') m[3].set_stack('coal') m.clear() return { m.is_empty(), m.get_filter(3).name, m.is_filtered() } end)()"));
    }

    [Fact]
    public void Filters_may_name_a_quality_and_read_back_with_their_sign()
    {
        Assert.Equal("""["coal","rare","\u2265",null,"normal","="]""", _game.Lua("""
            (function()
                local m = main()
                m.set_filter(1, { name = "coal", quality = "rare", comparator = ">=" })
                m.set_filter(2, "wood")
                m.set_filter(3, "wood")
                m.set_filter(3, nil)
                local f = m.get_filter(1)
                local g = m.get_filter(2)
                return helpers.json_to_table(helpers.table_to_json({ f.name, f.quality, f.comparator, m.get_filter(3) or "-", g.quality, g.comparator }))
            end)()
            """).Replace("\"-\"", "null", StringComparison.Ordinal));
        Assert.Equal("[false,true,true]", _game.Lua("{ main()[1].set_stack('coal'), main()[1].set_stack({ name = 'coal', quality = 'epic' }), main()[1].can_set_stack({ name = 'coal', quality = 'rare' }) }"));
        Assert.Contains("Unknown item name: nothing", _game.Failure("main().set_filter(1, 'nothing')"), StringComparison.Ordinal);
        Assert.Contains("Unknown item name: nothing", _game.Failure("main().set_filter(1, { name = 'nothing' })"), StringComparison.Ordinal);
        Assert.Contains("Unknown quality name: mythic", _game.Failure("main().set_filter(1, { name = 'coal', quality = 'mythic' })"), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_some_inventories_have_a_bar()
    {
        Assert.Equal("[false,true,true]", _game.Lua("{ main().supports_bar(), main().supports_filters(), game.create_inventory(1).supports_bar() }"));
        Assert.Contains("doesn't support a bar", _game.Failure("main().get_bar()"), StringComparison.Ordinal);
    }

    [Fact]
    public void Free_places_are_found_and_counted()
    {
        Assert.Equal("[78,2,80,null,3]", _game.Lua("""
            (function()
                local m = main()
                m[1].set_stack("coal")
                m.set_filter(3, "wood")
                local _, place = m.find_empty_stack()
                local _, filtered = m.find_empty_stack("wood")
                local result = { m.count_empty_stacks(), place, #m }
                m[2].set_stack("coal")
                local _, third = m.find_empty_stack("wood")
                result[5] = third
                return helpers.json_to_table(helpers.table_to_json(result)) and { result[1], result[2], result[3], "-", result[5] }
            end)()
            """).Replace("\"-\"", "null", StringComparison.Ordinal));
    }

    [Fact]
    public void Main_grows_with_armour_its_quality_toolbelts_bonuses_and_research()
    {
        Assert.Equal("80", _game.Lua("#main()"));
        _game.Lua("worn().set_stack({ name = 'power-armor', quality = 'rare' })");
        Assert.Equal("112", _game.Lua("#main()"));
        _game.Lua("worn().grid.put({ name = 'toolbelt-equipment', quality = 'legendary' })");
        Assert.Equal("137", _game.Lua("#main()"));
        _game.Lua("(function() game.players[1].character_inventory_slots_bonus = 5 game.forces.player.technologies['toolbelt'].researched = true end)()");
        Assert.Equal("152", _game.Lua("#main()"));
        Assert.Equal("[0,30,32]", _game.Lua("""
            (function()
                local trash = game.players[1].get_inventory(defines.inventory.character_trash)
                local before = #trash
                game.forces.player.technologies["logistic-robotics"].researched = true
                local after = #trash
                game.players[1].character_trash_slot_count_bonus = 2
                return { before, after, #trash }
            end)()
            """));
    }

    [Fact]
    public void Shrinking_moves_what_it_can_and_shows_what_fell_to_the_ground()
    {
        _game.Lua("(function() worn().set_stack('power-armor') for i = 1, #main() do main()[i].set_stack('coal') end main()[100].set_stack({ name = 'wood', count = 3 }) end)()");

        _game.Lua("worn().set_stack('light-armor')");

        Assert.Equal("80", _game.Lua("#main()"));
        var spilled = _game.Read()["spilled"]!.AsArray();
        Assert.Equal(20, spilled.Count);
        Assert.Contains(spilled, item => (string)item!["name"]! == "wood" && (int)item["count"]! == 3);
    }

    [Fact]
    public void Room_elsewhere_saves_what_no_longer_fits()
    {
        _game.Lua("(function() worn().set_stack('power-armor') main()[100].set_stack({ name = 'wood', count = 3 }) worn().clear() end)()");

        Assert.Equal("[80,3]", _game.Lua("{ #main(), main().get_item_count('wood') }"));
        Assert.Empty(_game.Read()["spilled"]!.AsArray());
    }

    [Fact]
    public void Script_inventories_belong_to_the_level_can_change_size_and_end()
    {
        Assert.Equal("[\"level\",5,true,2,50,0]", _game.Lua("""
            (function()
                local box = game.create_inventory(5)
                box[1].set_stack("coal")
                local result = { box.mod_owner, #box, game.get_script_inventories("level").level[1] == box }
                box.resize(2)
                result[4], result[5] = #box, box[1].count
                box.destroy()
                result[6] = #game.get_script_inventories().level
                return result
            end)()
            """));
        Assert.Contains("Only inventories made by scripts", _game.Failure("main().destroy()"), StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_give_more_than_a_stack_and_hear_when_there_is_no_room()
    {
        _game.Do("give", new() { ["player"] = "alice", ["items"] = new JsonArray(new JsonObject { ["name"] = "coal", ["count"] = 120 }, new JsonObject { ["name"] = "power-armor" }) });
        Assert.Equal("[120,1]", _game.Lua("{ main().get_item_count('coal'), main().get_item_count('power-armor') }"));

        _game.Do("take", new() { ["player"] = "alice", ["name"] = "coal", ["count"] = 100 });
        Assert.Equal("20", _game.Lua("main().get_item_count('coal')"));

        var error = Assert.Throws<Simulator.World.ControlException>(() => _game.Do("give", new() { ["player"] = "alice", ["items"] = new JsonArray(new JsonObject { ["name"] = "coal", ["count"] = 100000 }) }));
        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
    }
}

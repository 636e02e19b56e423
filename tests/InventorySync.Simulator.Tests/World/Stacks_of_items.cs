using System.Text.Json.Nodes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.World;

public sealed class Stacks_of_items : IDisposable
{
    private readonly TestGame _game = TestGame.Create("""
        function slot(n) return game.get_player("alice").get_main_inventory()[n] end
        function set(n, stack) local s = slot(n) return s.set_stack(stack) end
        """);

    public Stacks_of_items() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void Unknown_items_and_qualities_are_errors()
    {
        Assert.Equal("(control):1: Unknown item name: no-such-thing", _game.Failure("(function() slot(1).set_stack({ name = 'no-such-thing' }) end)()"));
        Assert.Contains("Unknown quality name: mythic", _game.Failure("set(1, { name = 'coal', quality = 'mythic' })"), StringComparison.Ordinal);
        Assert.Contains("count must be positive", _game.Failure("set(1, { name = 'coal', count = 0 })"), StringComparison.Ordinal);
        Assert.Contains("not a number", _game.Failure("set(1, { name = 'coal', health = 0/0 })"), StringComparison.Ordinal);
        Assert.Contains("an item has no field amount", _game.Failure("set(1, { name = 'coal', amount = 3 })"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_stack_cannot_be_read()
    {
        Assert.Equal("[true,false]", _game.Lua("{ slot(1).valid, slot(1).valid_for_read }"));
        Assert.Equal("(control):1: LuaItemStack API call when LuaItemStack was invalid for read.", _game.Failure("slot(1).name"));
        Assert.Contains("Index out of bounds", _game.Failure("slot(81)"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_or_the_wrong_inventory_refuses_with_false()
    {
        Assert.Equal("[true,false,true]", _game.Lua("(function() local main = game.players[1].get_main_inventory() main.set_filter(4, 'coal') return { set(4, 'coal'), set(4, 'wood'), slot(4).can_set_stack('coal') } end)()"));
        Assert.Equal("[false,true,false,true,false]", _game.Lua("""
            (function()
                local player = game.players[1]
                local armor = player.get_inventory(defines.inventory.character_armor)[1]
                local guns = player.get_inventory(defines.inventory.character_guns)[1]
                local ammo = player.get_inventory(defines.inventory.character_ammo)[1]
                return { armor.set_stack("coal"), armor.set_stack("light-armor"), guns.set_stack("light-armor"), guns.set_stack("pistol"), ammo.set_stack("pistol") }
            end)()
            """));
        Assert.Equal("\"coal\"", _game.Lua("slot(4).name"));
    }

    [Fact]
    public void Counts_are_cut_at_the_stack_size_and_a_bare_name_means_a_full_stack()
    {
        Assert.Equal("[50,50,1]", _game.Lua("(function() set(1, { name = 'coal', count = 700 }) set(2, 'coal') set(3, { name = 'coal' }) return { slot(1).count, slot(2).count, slot(3).count } end)()"));
        Assert.Equal("0", _game.Lua("(function() slot(1).count = 0 return slot(1).valid_for_read and 1 or 0 end)()"));
    }

    [Fact]
    public void Attributes_are_taken_and_cut_to_what_the_item_can_have()
    {
        _game.Lua("""
            (function()
                set(1, { name = "iron-plate", count = 3, health = 0.25, quality = "rare" })
                set(2, { name = "repair-pack", durability = 120 })
                set(3, { name = "repair-pack", durability = 9999, quality = "legendary" })
                set(4, { name = "firearm-magazine", count = 5, ammo = 4 })
                set(5, { name = "firearm-magazine", ammo = 99 })
                set(6, { name = "automation-science-pack", durability = 0.5 })
                set(7, { name = "ration-card", tags = { x = 1 }, custom_description = "words" })
            end)()
            """);

        Assert.Equal("[3,0.25,\"rare\",2]", _game.Lua("{ slot(1).count, slot(1).health, slot(1).quality.name, slot(1).quality.level }"));
        Assert.Equal("[120,1800,4,10,0.5]", _game.Lua("{ slot(2).durability, slot(3).durability, slot(4).ammo, slot(5).ammo, slot(6).durability }"));
        Assert.Equal("[1,\"words\",true,true]", _game.Lua("{ slot(7).tags.x, slot(7).custom_description, slot(7).is_item_with_tags, slot(7).get_tag('x') == 1 }"));
        Assert.Contains("has no durability", _game.Failure("slot(1).durability"), StringComparison.Ordinal);
        Assert.Contains("has no label", _game.Failure("slot(1).label"), StringComparison.Ordinal);
        Assert.Equal("[true,true,false]", _game.Lua("{ slot(2).is_tool, slot(2).is_repair_tool, slot(2).is_armor }"));
    }

    [Fact]
    public void Food_spoils_with_the_ticks_that_pass()
    {
        _game.Lua("(function() set(1, { name = 'nutrients', count = 4, spoil_percent = 0.5 }) set(2, { name = 'nutrients', spoil_percent = 0.999 }) set(3, 'coal') end)()");

        _game.Tick(1800);

        Assert.Equal("[0.6,\"spoilage\",4,0]", _game.Lua("{ slot(1).spoil_percent, slot(2).name, slot(1).count, slot(3).spoil_percent }"));
        _game.SaveAndLoad();
        _game.Join();
        Assert.Equal("0.6", _game.Lua("slot(1).spoil_percent"));
    }

    [Fact]
    public void Transferring_moves_what_fits_and_keeps_what_the_item_is()
    {
        _game.Lua("""
            (function()
                set(1, { name = "coal", count = 30 })
                set(2, { name = "coal", count = 40 })
                set(3, { name = "signpost" })
                slot(3).label = "home"
                number = slot(3).item_number
                moved = { slot(2).transfer_stack(slot(1)), slot(4).transfer_stack(slot(3)), slot(5).transfer_stack(slot(1), 5), slot(1).transfer_stack(slot(9)) }
            end)()
            """);

        Assert.Equal("[false,true,true,false]", _game.Lua("moved"));
        Assert.Equal("[15,50,5,\"home\",true,false]", _game.Lua("{ slot(1).count, slot(2).count, slot(5).count, slot(4).label, slot(4).item_number == number, slot(3).valid_for_read }"));
    }

    [Fact]
    public void Swapping_exchanges_stacks_unless_one_place_refuses()
    {
        Assert.Equal("[true,\"wood\",\"coal\",false,\"coal\"]", _game.Lua("""
            (function()
                set(1, "coal") set(2, "wood")
                local swapped = slot(1).swap_stack(slot(2))
                local after = { swapped, slot(1).name, slot(2).name }
                after[4] = slot(2).swap_stack(game.players[1].get_inventory(defines.inventory.character_armor)[1])
                after[5] = slot(2).name
                return after
            end)()
            """));
    }

    [Fact]
    public void Copies_have_numbers_of_their_own()
    {
        Assert.Equal("[true,true,\"home\"]", _game.Lua("""
            (function()
                set(1, "signpost")
                slot(1).label = "home"
                set(2, slot(1))
                return { slot(1).item_number ~= slot(2).item_number, slot(1).valid_for_read, slot(2).label }
            end)()
            """));
        Assert.Equal("null", _game.Lua("(function() set(3, 'coal') return slot(3).item_number end)()"));
    }

    [Fact]
    public void Labels_colours_and_the_right_to_rename_stay_with_the_item()
    {
        _game.Lua("(function() set(1, 'signpost') local s = slot(1) s.label = 'a \\\"b\\\" 😀' s.label_color = { r = 1, g = 0.5, b = 0 } s.allow_manual_label_change = false end)()");

        Assert.Equal("""{"name":"signpost","count":1,"label":"a \u0022b\u0022 \uD83D\uDE00","label_color":{"r":1,"g":0.5,"b":0,"a":1},"allow_manual_label_change":false}""", Slot("1"));
    }

    [Fact]
    public void A_bag_holds_items_filters_and_a_bar()
    {
        _game.Lua("""
            (function()
                set(1, "backpack")
                local bag = slot(1).get_inventory(defines.inventory.item_main)
                bag.insert({ name = "coal", count = 60 })
                bag.set_filter(5, { name = "wood", quality = "rare", comparator = ">=" })
                bag.set_bar(4)
                bag[3].set_stack("field-pack")
                bag[3].get_inventory(defines.inventory.item_main)[2].set_stack({ name = "wood", count = 7 })
            end)()
            """);

        Assert.Equal(
            """{"name":"backpack","count":1,"inventory":{"size":20,"bar":4,"filters":{"5":{"name":"wood","quality":"rare","comparator":"\u2265"}},"slots":{"1":{"name":"coal","count":50},"2":{"name":"coal","count":10},"3":{"name":"field-pack","count":1,"inventory":{"size":5,"filters":{},"slots":{"2":{"name":"wood","count":7}}}}}}}""",
            Slot("1"));
        Assert.Equal("false", _game.Lua("slot(1).get_inventory(defines.inventory.item_main)[9].set_stack('backpack')"));
        _game.SaveAndLoad();
        _game.Join();
        Assert.Equal("[4,7]", _game.Lua("(function() local bag = slot(1).get_inventory(defines.inventory.item_main) return { bag.get_bar(), bag[3].get_inventory(defines.inventory.item_main)[2].count } end)()"));
    }

    [Fact]
    public void Items_given_by_operators_are_read_back_as_they_were_given()
    {
        var item = """{"name":"repair-pack","count":4,"quality":"epic","health":0.5,"durability":100}""";

        _game.Do("set_slot", new() { ["player"] = "alice", ["inventory"] = "main", ["slot"] = 7, ["item"] = JsonNode.Parse(item) });
        _game.Do("set_slot", new() { ["player"] = "alice", ["inventory"] = "main", ["slot"] = 8, ["filter"] = new JsonObject { ["name"] = "coal" } });

        Assert.Equal(item, Slot("7"));
        Assert.Equal("""{"name":"coal","quality":"normal","comparator":"="}""", _game.Read()["inventories"]!["main"]!["filters"]!["8"]!.ToJsonString());
        Assert.Contains("a count of 500", Assert.Throws<ControlException>(() => _game.Do("set_slot", new() { ["player"] = "alice", ["inventory"] = "main", ["slot"] = 7, ["item"] = new JsonObject { ["name"] = "coal", ["count"] = 500 } })).Message, StringComparison.Ordinal);
    }

    private string Slot(string number) => _game.Read()["inventories"]!["main"]!["slots"]![number]!.ToJsonString();
}

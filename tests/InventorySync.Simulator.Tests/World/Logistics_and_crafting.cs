namespace InventorySync.Simulator.Tests.World;

public sealed class Logistics_and_crafting : IDisposable
{
    private readonly TestGame _game = TestGame.Create("function point() return game.get_player('alice').get_requester_point() end");

    public Logistics_and_crafting() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void There_are_no_requests_before_the_technology()
    {
        Assert.Equal("true", _game.Lua("point() == nil"));
        Research();
        Assert.Equal("[true,false,0]", _game.Lua("{ point().enabled, point().trash_not_requested, point().sections_count }"));
    }

    [Fact]
    public void Sections_hold_requests_by_place()
    {
        Research();
        Assert.Equal("[2,\"coal\",5,9,true,3]", _game.Lua("""
            (function()
                local section = point().add_section()
                section.set_slot(2, { value = { type = "item", name = "coal", quality = "normal", comparator = "=" }, min = 5, max = 9 })
                local again = section.set_slot(4, { value = { type = "item", name = "coal", quality = "normal" }, min = 1 })
                section.set_slot(3, { value = "wood", min = 0, max = 0 })
                return { again, section.get_slot(2).value.name, section.get_slot(2).min, section.get_slot(2).max, next(section.get_slot(1)) == nil, #section.filters }
            end)()
            """));
    }

    [Theory]
    [InlineData("{ value = 'nothing', min = 1 }", "Unknown item name: nothing")]
    [InlineData("{ value = { name = 'coal', quality = 'mythic' }, min = 1 }", "Unknown quality name: mythic")]
    [InlineData("{ value = 'coal', min = 1, import_from = 'mars' }", "Unknown space location: mars")]
    [InlineData("{ value = { name = 'coal', quality = 'rare', comparator = '>' }, min = 1 }", "needs the comparator =")]
    public void What_is_unknown_is_refused(string filter, string message)
    {
        Research();

        Assert.Contains(message, _game.Failure($"point().add_section().set_slot(1, {filter})"), StringComparison.Ordinal);
        Assert.Contains(message, _game.Failure($"(function() point().add_section().filters = {{ {filter} }} end)()"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_of_a_group_share_what_they_ask_for()
    {
        Research();
        Assert.Equal("[\"coal\",2,1]", _game.Lua("""
            (function()
                local one = point().add_section("Fuel")
                one.set_slot(1, { value = "coal", min = 1 })
                local two = point().add_section("Fuel")
                local result = { two.get_slot(1).value.name, point().sections_count }
                point().remove_section(1)
                result[3] = point().sections_count
                return result
            end)()
            """));
    }

    [Fact]
    public void There_is_an_end_to_sections()
    {
        Research();

        Assert.Equal("[100,true]", _game.Lua("(function() local n = 0 while point().add_section() do n = n + 1 end return { n, point().add_section() == nil } end)()"));
    }

    [Fact]
    public void Crafting_takes_the_ingredients_and_cancelling_gives_them_back()
    {
        _game.Lua("game.players[1].insert({ name = 'iron-plate', count = 9 })");

        Assert.Equal("[4,1,1,4,\"iron-gear-wheel\",5]", _game.Lua("""
            (function()
                local p = game.players[1]
                local started = p.begin_crafting({ recipe = "iron-gear-wheel", count = 10 })
                local result = { started, p.get_item_count("iron-plate"), p.crafting_queue_size, p.crafting_queue[1].count, p.crafting_queue[1].recipe }
                p.cancel_crafting({ index = 1, count = 2 })
                result[6] = p.get_item_count("iron-plate")
                return result
            end)()
            """));
        _game.Tick(31);
        Assert.Equal("[1,1]", _game.Lua("{ game.players[1].get_item_count('iron-gear-wheel'), game.players[1].crafting_queue[1].count }"));
        Assert.Contains("Unknown recipe: nothing", _game.Failure("game.players[1].begin_crafting({ recipe = 'nothing', count = 1 })"), StringComparison.Ordinal);
        Assert.Equal("0", _game.Lua("game.players[1].begin_crafting({ recipe = 'rocket-silo', count = 1 })"));
    }

    [Fact]
    public void Missing_intermediate_products_are_crafted_first()
    {
        _game.Lua("(function() local p = game.players[1] p.force.recipes['copper-cable'].enabled = true p.force.recipes['electronic-circuit'].enabled = true p.insert({ name = 'copper-plate', count = 4 }) p.insert({ name = 'iron-plate', count = 3 }) p.insert({ name = 'copper-cable', count = 1 }) end)()");

        // Three would need nine cables: one is there, and four plates make eight.
        Assert.Equal("""[3,["copper-cable",4,true],["electronic-circuit",3,false],0,0,0]""", _game.Lua("""
            (function()
                local p = game.players[1]
                local started = p.begin_crafting({ recipe = "electronic-circuit", count = 10 })
                local result = { started }
                for index, craft in ipairs(p.crafting_queue) do
                    result[index + 1] = { craft.recipe, craft.count, craft.prerequisite }
                end
                for _, name in ipairs({ "copper-plate", "iron-plate", "copper-cable" }) do
                    result[#result + 1] = p.get_item_count(name)
                end
                return result
            end)()
            """));

        _game.Tick(31);
        Assert.Equal("[0,3]", _game.Lua("{ game.players[1].get_item_count('copper-cable'), game.players[1].crafting_queue[1].count }"));

        // Without one cable craft there are seven cables, enough for two circuits.
        Assert.Equal("""[1,1,0,["electronic-circuit",2]]""", _game.Lua("""
            (function()
                local p = game.players[1]
                p.cancel_crafting({ index = 1, count = 1 })
                local last = p.crafting_queue[p.crafting_queue_size]
                return { p.get_item_count("copper-plate"), p.get_item_count("iron-plate"), p.get_item_count("copper-cable"), { last.recipe, last.count } }
            end)()
            """));
        Assert.Equal("[4,3,1,0]", _game.Lua("""
            (function()
                local p = game.players[1]
                while p.crafting_queue_size > 0 do
                    p.cancel_crafting({ index = 1, count = 100 })
                end
                -- One plate is cables by now.
                return { p.get_item_count("copper-plate") + (p.get_item_count("copper-cable") - 1) / 2, p.get_item_count("iron-plate"), p.get_item_count("copper-cable") % 2, p.crafting_queue_size }
            end)()
            """));
    }

    [Fact]
    public void In_cheat_mode_crafts_are_free_and_done_at_once()
    {
        Assert.Equal("[10,0,10]", _game.Lua("(function() local p = game.players[1] p.cheat_mode = true return { p.begin_crafting({ recipe = 'iron-gear-wheel', count = 10 }), p.crafting_queue_size, p.get_item_count('iron-gear-wheel') } end)()"));
    }

    private void Research() => _game.Lua("(function() game.forces.player.technologies['logistic-robotics'].researched = true end)()");
}

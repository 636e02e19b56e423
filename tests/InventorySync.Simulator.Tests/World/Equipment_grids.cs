using System.Text.Json.Nodes;

namespace InventorySync.Simulator.Tests.World;

public sealed class Equipment_grids : IDisposable
{
    private readonly TestGame _game = TestGame.Create("function worn() return game.get_player('alice').get_inventory(defines.inventory.character_armor)[1] end");

    public Equipment_grids()
    {
        _game.Join();
        _game.Lua("worn().set_stack('power-armor-mk2')");
    }

    public void Dispose() => _game.Dispose();

    [Fact]
    public void Pieces_that_overlap_or_stick_out_are_not_placed_and_unknown_ones_are_errors()
    {
        Assert.Equal("[true,true,true,false]", _game.Lua("""
            (function()
                local grid = worn().grid
                return {
                    grid.put({ name = "fission-reactor-equipment", position = { 0, 0 } }) ~= nil,
                    grid.put({ name = "energy-shield-equipment", position = { x = 3, y = 3 } }) == nil,
                    grid.put({ name = "energy-shield-equipment", position = { 9, 0 } }) == nil,
                    grid.put({ name = "energy-shield-equipment" }) == nil,
                }
            end)()
            """));
        Assert.Contains("Unknown equipment name: nothing", _game.Failure("worn().grid.put({ name = 'nothing' })"), StringComparison.Ordinal);
        Assert.Contains("Unknown quality name: mythic", _game.Failure("worn().grid.put({ name = 'battery-equipment', quality = 'mythic' })"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_better_quality_has_a_larger_grid()
    {
        Assert.Equal("[10,10,15,15]", _game.Lua("(function() local a = worn().grid local w, h = a.width, a.height worn().set_stack({ name = 'power-armor-mk2', quality = 'legendary' }) return { w, h, worn().grid.width, worn().grid.height } end)()"));
    }

    [Fact]
    public void Shields_and_energy_stop_at_their_maximum()
    {
        Assert.Equal("[50,80,20000000,26000000]", _game.Lua("""
            (function()
                local grid = worn().grid
                local one = grid.put({ name = "energy-shield-equipment" })
                local two = grid.put({ name = "energy-shield-equipment", quality = "rare" })
                local three = grid.put({ name = "battery-equipment" })
                local four = grid.put({ name = "battery-equipment", quality = "uncommon" })
                one.shield, two.shield, three.energy, four.energy = 1e9, 1e9, 1e12, 1e12
                return { one.shield, two.shield, three.energy, four.energy }
            end)()
            """));
        Assert.Contains("has no shield", _game.Failure("(function() worn().grid.find('battery-equipment').shield = 5 end)()".Replace("worn().grid.find('battery-equipment')", "worn().grid.put({ name = 'battery-equipment' })", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Ghosts_and_removal_marks_are_told_apart()
    {
        Assert.Equal("[\"equipment-ghost\",\"exoskeleton-equipment\",\"rare\",true,1]", _game.Lua("""
            (function()
                local grid = worn().grid
                local ghost = grid.put({ name = "exoskeleton-equipment", quality = "rare", ghost = true, position = { 2, 2 } })
                local piece = grid.put({ name = "battery-equipment", position = { 0, 0 } })
                grid.order_removal(piece)
                local result = { ghost.name, ghost.ghost_name, ghost.quality.name, piece.to_be_removed }
                grid.order_removal(ghost)
                result[5] = #grid.equipment
                return result
            end)()
            """));
        Assert.Contains("is no ghost", _game.Failure("worn().grid.equipment[1].ghost_name"), StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_vehicles_get_their_grid_when_one_is_made()
    {
        Assert.Equal("[true,6,8]", _game.Lua("(function() local s = game.players[1].get_main_inventory()[1] s.set_stack('tank') local none = s.grid == nil local g = s.create_grid() return { none, g.width, g.height } end)()"));
        Assert.Contains("already has", _game.Failure("game.players[1].get_main_inventory()[1].create_grid()"), StringComparison.Ordinal);
        Assert.Contains("can have no equipment grid", _game.Failure("(function() local s = game.players[1].get_main_inventory()[2] s.set_stack('coal') s.create_grid() end)()"), StringComparison.Ordinal);
    }

    [Fact]
    public void Burner_equipment_has_fuel_ashes_and_something_burning()
    {
        Assert.Equal("[\"coal\",\"rare\",1000,5,12,true]", _game.Lua("""
            (function()
                worn().set_stack("exo-suit")
                local burner = worn().grid.put({ name = "burner-generator-equipment" }).burner
                burner.inventory[1].set_stack({ name = "coal", count = 5 })
                burner.currently_burning = { name = "coal", quality = "rare" }
                burner.remaining_burning_fuel = 1000
                burner.heat = 12
                return { burner.currently_burning.name.name, burner.currently_burning.quality.name, burner.remaining_burning_fuel,
                    burner.inventory[1].count, burner.heat, burner.burnt_result_inventory[1].set_stack("depleted-uranium-fuel-cell") }
            end)()
            """));
        Assert.Contains("is no fuel", _game.Failure("(function() worn().grid.equipment[1].burner.currently_burning = 'iron-plate' end)()"), StringComparison.Ordinal);

        _game.SaveAndLoad();
        _game.Join();
        Assert.Equal("\"coal\"", _game.Lua("worn().grid.equipment[1].burner.currently_burning.name.name"));
    }

    [Fact]
    public void Operators_place_equipment_and_read_the_grid_in_order()
    {
        void Place(string equipment) => _game.Do("place_equipment", new() { ["player"] = "alice", ["slot"] = 1, ["equipment"] = JsonNode.Parse(equipment) });
        Place("""{"name":"battery-equipment","position":[4,0],"energy":5,"quality":"rare","to_be_removed":true}""");
        Place("""{"name":"energy-shield-equipment","position":[0,0],"shield":12.5}""");
        Place("""{"name":"equipment-ghost","ghost_name":"battery-equipment","position":[6,0],"quality":"normal"}""");

        Assert.Equal(
            """[{"name":"energy-shield-equipment","position":[0,0],"quality":"normal","shield":12.5},{"name":"battery-equipment","position":[4,0],"quality":"rare","energy":5,"to_be_removed":true},{"name":"equipment-ghost","position":[6,0],"quality":"normal","ghost_name":"battery-equipment"}]""",
            _game.Read()["inventories"]!["armor"]!["slots"]!["1"]!["grid"]!.ToJsonString());
    }
}

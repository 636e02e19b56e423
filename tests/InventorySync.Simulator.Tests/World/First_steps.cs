namespace InventorySync.Simulator.Tests.World;

public class First_steps
{
    [Fact]
    public void A_game_runs()
    {
        using var game = TestGame.Create("""
            local handler = require("event_handler")
            handler.add_lib({
                on_init = function() storage.joined = 0 end,
                events = { [defines.events.on_player_joined_game] = function(event)
                    storage.joined = storage.joined + 1
                    local player = game.get_player(event.player_index)
                    player.insert({ name = "iron-plate", count = 120 })
                end },
            })
            """);
        game.Join();
        game.Tick(3);
        Assert.Equal("1", game.Lua("storage.joined"));
        Assert.Equal("\"iron-plate\"", game.Lua("game.get_player('alice').get_main_inventory()[1].name"));
        Assert.Equal("120", game.Lua("game.get_player('alice').get_main_inventory().get_item_count('iron-plate')"));

        game.SaveAndLoad();
        game.Join();
        Assert.Equal("2", game.Lua("storage.joined"));
        Assert.Equal("240", game.Lua("game.get_player('alice').get_main_inventory().get_item_count('iron-plate')"));
    }
}

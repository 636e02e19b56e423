using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

public class The_budget_of_a_tick
{
    private static readonly GameServer.Options WithBudget = new()
    {
        Scenario = "budget = require('modules/inventory_sync/budget') return {}",
    };

    [Fact]
    public void Work_begins_while_there_is_room_for_it_and_goes_on_in_the_next_tick()
    {
        using var server = GameServer.Started(WithBudget);
        server.Lua("budget.spend(budget.per_tick - 10)");

        Assert.True(Has(server, "10"));
        Assert.False(Has(server, "11"));
        server.Lua("budget.spend(10)");
        Assert.False(Has(server, ""));

        server.Run(1);
        Assert.True(Has(server, "11"));
    }

    [Fact]
    public void Work_that_is_larger_than_a_tick_gets_one_of_its_own()
    {
        using var server = GameServer.Started(WithBudget);
        Assert.True(Has(server, "budget.per_tick * 3"));
        server.Lua("budget.spend(1)");
        Assert.False(Has(server, "budget.per_tick * 3"));

        server.Run(1);
        Assert.True(Has(server, "budget.per_tick * 3"));
    }

    [Fact]
    public void What_was_spent_is_part_of_the_save_so_that_all_clients_stop_at_the_same_place()
    {
        using var server = GameServer.Started(WithBudget);
        server.Lua("budget.spend(budget.per_tick)");

        server.Restart(server.Save());

        Assert.False(Has(server, ""));
        server.Run(1);
        Assert.True(Has(server, ""));
    }

    private static bool Has(GameServer server, string units)
        => server.Lua($"return budget.has({units})")!.GetValue<bool>();
}

using InventorySync.Simulator.Tests.World;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.Runtime;

public class Measuring_scripts
{
    private const string Scenario = """
        -- Two instructions a turn.
        local function work(turns)
            local sum = 0
            for i = 1, turns do
                sum = sum + i
            end
        end
        commands.add_command("work", "", function(command) work(tonumber(command.parameter)) end)
        commands.add_command("ask", "", function(command) for i = 1, tonumber(command.parameter) do local _ = game.tick end end)
        commands.add_command("damage", "", function() error("failed") end)
        script.on_event(defines.events.on_player_joined_game, function() work(10000) end)
        script.on_event(defines.events.on_tick, function(event) if event.tick == 3 then work(20000) end end)
        """;

    private static TestGame Measured() => TestGame.Create(Scenario, setup => setup with { MeasureScripts = true });

    [Fact]
    public void To_a_tick_belongs_what_ran_since_the_last_one()
    {
        using var game = Measured();
        var costs = game.Game.ScriptCosts!;
        game.Tick(2);
        costs.Clear();

        game.Command("/work 1000");
        game.Join();
        Assert.InRange(costs.Running.Instructions, 22_000, 23_000);
        game.Tick();
        Assert.InRange(costs.LastTick.Instructions, 22_000, 23_000);
        game.Tick();
        Assert.InRange(costs.LastTick.Instructions, 40_000, 41_000);
        Assert.Equal(costs.LastTick.Instructions, costs.WorstTick.Instructions);
        game.Tick();

        Assert.InRange(costs.LastTick.Instructions, 0, 200);
        Assert.InRange(costs.Total.Instructions, 62_000, 64_000);
        Assert.True(costs.Total.Time > TimeSpan.Zero);
    }

    [Fact]
    public void Calls_of_the_API_are_counted_and_their_time_is_part_of_the_whole()
    {
        using var game = Measured();
        game.Tick();

        game.Command("/ask 500");
        game.Tick();

        var cost = game.Game.ScriptCosts!.LastTick;
        Assert.InRange(cost.ApiCalls, 500, 510);
        Assert.InRange(cost.ApiTime, TimeSpan.FromTicks(1), cost.Time);
    }

    [Fact]
    public void Control_operations_do_not_count_and_the_events_they_raise_do()
    {
        using var game = Measured();
        game.Tick();
        var costs = game.Game.ScriptCosts!;

        game.Lua("local sum = 0 for i = 1, 100000 do sum = sum + game.tick end return sum");
        Assert.Equal(default, costs.Running);
        game.Join();
        Assert.InRange(costs.Running.Instructions, 20_000, 21_000);
    }

    [Fact]
    public void A_command_that_fails_is_measured_like_any_other()
    {
        using var game = Measured();
        game.Tick();
        var costs = game.Game.ScriptCosts!;

        Assert.Contains("failed", game.Command("/damage"), StringComparison.Ordinal);
        game.Tick();
        game.Tick();
        Assert.Equal(0, costs.LastTick.ApiCalls);
        Assert.InRange(costs.LastTick.Instructions, 0, 200);
    }

    [Fact]
    public void Nothing_is_measured_unless_asked_for_and_a_budget_excludes_it()
    {
        using var game = TestGame.Create(Scenario);
        Assert.Null(game.Game.ScriptCosts);
        Assert.Throws<ArgumentException>(() => TestGame.Create(Scenario, setup => setup with { MeasureScripts = true, InstructionBudget = 1000 }));
    }
}

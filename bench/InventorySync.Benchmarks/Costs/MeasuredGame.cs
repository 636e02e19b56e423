using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.World;

namespace InventorySync.Benchmarks.Costs;

/// <summary>A simulated game in this process whose scripts are measured tick by tick.</summary>
internal sealed class MeasuredGame : IDisposable
{
    /// <summary>The slots and the knowledge that the samples' players have.</summary>
    private const string Research = """
        game.forces.player.research_all_technologies()
        game.forces.player.character_inventory_slots_bonus = 200
        game.forces.player.character_trash_slot_count = 60
        """;

    private readonly SimulatedGame _game;

    public MeasuredGame(IReadOnlyDictionary<string, byte[]> scenario)
    {
        _game = SimulatedGame.Create(new GameSetup { Version = "2.0.77", ScenarioFiles = scenario, Output = Output, MeasureScripts = true });
        Do("lua", new JsonObject { ["code"] = Research });
        // A full inventory of players joins an old game: its first ticks are others.
        Run(2);
    }

    public ModuleOutput Output { get; } = new();

    /// <summary>Runs a part of a scenario and gives what it cost.</summary>
    public PhaseCost Measure(Action<MeasuredGame> phase)
    {
        GC.Collect();
        Run(1);
        _game.ScriptCosts!.Clear();
        var before = _game.Tick;
        phase(this);
        Run(1);
        return new PhaseCost(_game.Tick - before, _game.ScriptCosts.Total, _game.ScriptCosts.WorstTick);
    }

    public void Run(int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
            _game.RunTick();
    }

    public void Do(string operation, JsonObject arguments) => _game.Execute(operation, arguments);

    public void Do(string operation, string player) => Do(operation, new JsonObject { ["player"] = player });

    /// <summary>A command as RCON brings it.</summary>
    /// <exception cref="InvalidOperationException">It was answered with an error.</exception>
    public string Send(ReadOnlySpan<byte> command)
    {
        Output.Replies.Clear();
        if (!_game.RunCommand(command, playerIndex: null))
            throw new InvalidOperationException("The game does not know the command.");
        var reply = string.Join('\n', Output.Replies);
        return reply.StartsWith("error", StringComparison.Ordinal) || reply.StartsWith("Cannot", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{Encoding.UTF8.GetString(command[..Math.Min(80, command.Length)])}…: {reply}")
            : reply;
    }

    public void Dispose() => _game.Dispose();
}

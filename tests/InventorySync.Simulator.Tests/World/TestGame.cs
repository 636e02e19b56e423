using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.World;

/// <summary>A game with a scenario of a few lines, and short ways to ask it.</summary>
public sealed class TestGame : IDisposable
{
    private TestGame(SimulatedGame game, RecordedOutput output, GameSetup setup)
    {
        Game = game;
        Output = output;
        Setup = setup;
    }

    public SimulatedGame Game { get; private set; }

    public RecordedOutput Output { get; }

    public GameSetup Setup { get; }

    public static TestGame Create(string control = "", Func<GameSetup, GameSetup>? change = null, params (string Path, string Text)[] files)
    {
        var output = new RecordedOutput();
        var all = files.Append((Path: "control.lua", Text: control)).ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Text));
        var setup = new GameSetup { Version = "2.0.77", ScenarioFiles = all, Output = output, TestMods = true };
        setup = change?.Invoke(setup) ?? setup;
        return new TestGame(SimulatedGame.Create(setup), output, setup);
    }

    /// <summary>Runs Lua and gives what it returns, as JSON text.</summary>
    public string Lua(string code) => Do("lua", new() { ["code"] = code })?.ToJsonString() ?? "null";

    /// <summary>The message with which Lua code fails.</summary>
    public string Failure(string code) => Assert.Throws<ControlException>(() => Lua(code)).Message;

    public JsonNode? Do(string operation, JsonObject? arguments = null) => Game.Execute(operation, arguments ?? []);

    public void Join(string name = "alice") => Do("join", new() { ["player"] = name });

    public void Leave(string name = "alice") => Do("leave", new() { ["player"] = name });

    public JsonObject Read(string name = "alice") => Do("read", new() { ["player"] = name })!.AsObject();

    public string Command(string text, int? player = null)
    {
        Output.Replies.Clear();
        Assert.True(Game.RunCommand(Encoding.UTF8.GetBytes(text), player));
        return string.Join('\n', Output.Replies);
    }

    public void Tick(int count = 1)
    {
        for (var i = 0; i < count; i++)
            Game.RunTick();
    }

    /// <summary>Saves the game and goes on with what was saved, in a new process as it were.</summary>
    public void SaveAndLoad(Func<GameSetup, GameSetup>? change = null)
    {
        var state = Game.Save();
        Game.Dispose();
        Game = SimulatedGame.Load(change?.Invoke(Setup) ?? Setup, state);
    }

    public void Dispose() => Game.Dispose();
}

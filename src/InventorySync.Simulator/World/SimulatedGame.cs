using System.Text.Json.Nodes;

namespace InventorySync.Simulator.World;

/// <summary>
/// A map with its players and the scenario's Lua, without the process around it. Single-threaded: all members are
/// called from one thread.
/// </summary>
public sealed class SimulatedGame : IDisposable
{
    private SimulatedGame(GameSetup setup)
    {
        LuaEngine = setup.Version;
    }

    public long Tick { get; private set; }

    public int ConnectedPlayers { get; private set; }

    public string LuaEngine { get; }

    public static SimulatedGame Create(GameSetup setup) => new(setup);

    public static SimulatedGame Load(GameSetup setup, GameState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(setup);
    }

    public GameState Save() => new([], [(byte)Tick]);

    public void RunTick() => Tick++;

    public bool RunCommand(ReadOnlySpan<byte> text, int? playerIndex) => ConnectedPlayers < 0;

    public JsonNode? Execute(string operation, JsonObject arguments)
    {
        ConnectedPlayers = 0;
        return null;
    }

    public void Dispose()
    {
    }
}

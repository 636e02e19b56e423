using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>
/// A map with its players and the scenario's Lua, without the process around it. Single-threaded: all members are
/// called from one thread.
/// </summary>
public sealed class SimulatedGame : IDisposable
{
    private readonly GameWorld _world;
    private readonly ScenarioRuntime _runtime;
    private readonly ControlOperations _operations;

    private SimulatedGame(GameSetup setup)
    {
        _world = new GameWorld(setup, PrototypeSet.Of(setup.Version, setup.TestMods, setup.Items), MemberFacts.Of(setup.Version));
        _runtime = new ScenarioRuntime(_world);
        _operations = new ControlOperations(_world, _runtime);
        _world.Raised = _runtime.Raise;
        _world.Translate = _runtime.Locale.Translate;
    }

    /// <summary>The map tick: the number of ticks that ran.</summary>
    public long Tick => _world.Tick;

    /// <summary>Speed of the map, 1 for 60 ticks a second; scripts may change it.</summary>
    public double Speed => _world.Speed;

    /// <summary>Number of players in the game.</summary>
    public int ConnectedPlayers => _world.ConnectedPlayers.Count();

    /// <summary>Which Lua runs the scenario, for people.</summary>
    public string LuaEngine => _runtime.Lua.Library.Description;

    /// <summary>For tests of what the scenario does when the game's functions fail.</summary>
    public CallFaults Faults => _runtime.Faults;

    /// <summary>What the scenario's code took, null unless <see cref="GameSetup.MeasureScripts"/> asks for it.</summary>
    public ScriptCosts? ScriptCosts => _runtime.Costs;

    /// <summary>A new map: runs <c>control.lua</c>, then <c>on_init</c>.</summary>
    /// <exception cref="ScenarioException">The script failed.</exception>
    public static SimulatedGame Create(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return Start(setup, static game =>
        {
            game._runtime.RunControl();
            game._runtime.ShowGame(true);
            game._runtime.RunLifeCycle("on_init");
            if (game._world.Setup.Multiplayer)
                game._world.Raise("on_multiplayer_init");
        });
    }

    /// <summary>
    /// Goes on with a saved map: runs <c>control.lua</c> and <c>on_load</c>; then players who were online in the save
    /// leave, before any tick (factorio-server.md §9.7).
    /// </summary>
    /// <exception cref="ScenarioException">The script failed, or wrote to storage in <c>on_load</c>.</exception>
    /// <exception cref="InvalidDataException">The state is none of this simulator.</exception>
    public static SimulatedGame Load(GameSetup setup, GameState state)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(state);
        return Start(setup, game =>
        {
            var (world, runtime) = (game._world, game._runtime);
            string savedBy;
            try
            {
                savedBy = WorldForm.Read(world, state.World);
            }
            catch (Exception error) when (error is JsonException or ScriptErrorException or InvalidOperationException or NullReferenceException or FormatException or KeyNotFoundException)
            {
                throw new InvalidDataException($"The save's map is damaged: {error.Message}", error);
            }

            runtime.RunControl();
            runtime.LoadStorage(state.Storage);
            var before = runtime.SaveStorage();
            runtime.RunLifeCycle("on_load");
            if (!before.AsSpan().SequenceEqual(runtime.SaveStorage()))
            {
                const string Occasion = "Error while running event level::on_load";
                const string Details = "The script changed storage in on_load, where it may only be read.";
                throw new ScenarioException($"{Occasion}\n{Details}") { Occasion = Occasion, Details = Details };
            }

            runtime.ShowGame(true);
            if (savedBy != setup.Version)
                runtime.RunLifeCycle("on_configuration_changed", ConfigurationChange(savedBy, setup.Version));
            // Who opens a save alone goes on as its first player.
            foreach (var player in world.ConnectedPlayers.Skip(setup.Multiplayer ? 0 : 1).ToList())
                game._operations.Leave(player, "quit");
        });
    }

    /// <summary>The map and <c>storage</c> as they are now.</summary>
    /// <exception cref="ScenarioException">Storage holds a function or another thing that cannot be saved.</exception>
    public GameState Save() => new(WorldForm.Write(_world), _runtime.SaveStorage());

    /// <summary>One tick of the map: what the map does by itself, then <c>on_tick</c> and the timers.</summary>
    /// <exception cref="ScenarioException">A handler failed; the game is over.</exception>
    public void RunTick()
    {
        _runtime.ThrowIfFailed();
        var paused = _world.TickPaused;
        if (!paused)
            _world.RunTick();
        _world.RaiseInventoryEvents();
        // While the map stands, handlers of on_tick go on and timers, which go by the map's tick, do not.
        _runtime.RunTick(withTimers: !paused);
        _runtime.ThrowIfFailed();
        // The first tick of a map is number 0, and timers of all periods run in it (factorio-server.md §9.7).
        if (!paused)
            _world.Tick++;
        _world.TicksPlayed++;
        _runtime.Costs?.EndTick();
    }

    /// <summary>
    /// Runs a command: <c>/c</c>, <c>/sc</c>, <c>/mc</c> or one that a script added. False for any other: the server
    /// handles it. Output goes to <see cref="IGameOutput.RconPrint"/>.
    /// </summary>
    /// <param name="text">The command with its slash, in UTF-8.</param>
    /// <param name="playerIndex">Who gives it; null for the console and RCON.</param>
    /// <exception cref="ScenarioException">An event handler failed below the command; the game is over.</exception>
    public bool RunCommand(ReadOnlySpan<byte> text, int? playerIndex) =>
        _runtime.RunCommand(text, playerIndex is { } index ? _world.Players.Find(player => player.Index == index) : null);

    /// <summary>
    /// A control operation: <c>join, leave, drop, kick, ban, promote, demote, rename, give, take, set_slot, set_bar, place_equipment, die, respawn,
    /// set_controller, click, gui, read, players, chat_seen, platform, lua</c>.
    /// </summary>
    /// <exception cref="ControlException">It cannot be done; the message says why.</exception>
    /// <exception cref="ScenarioException">An event handler failed; the game is over.</exception>
    public JsonNode? Execute(string operation, JsonObject arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        try
        {
            var result = _operations.Run(operation, arguments);
            _runtime.ThrowIfFailed();
            return result;
        }
        catch (ScriptErrorException error)
        {
            _runtime.ThrowIfFailed();
            throw new ControlException(error.Message, error);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or InvalidCastException or NullReferenceException)
        {
            throw new ControlException($"The arguments of {operation} do not fit: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();

    private static LuaTable ConfigurationChange(string from, string to) => new()
    {
        ["old_version"] = from,
        ["new_version"] = to,
        ["mod_changes"] = new LuaTable { ["base"] = new LuaTable { ["old_version"] = from, ["new_version"] = to } },
        ["mod_startup_settings_changed"] = false,
        ["migration_applied"] = false,
        ["migrations"] = new LuaTable(),
    };

    private static SimulatedGame Start(GameSetup setup, Action<SimulatedGame> start)
    {
        var game = new SimulatedGame(setup);
        try
        {
            start(game);
            return game;
        }
        catch
        {
            game.Dispose();
            throw;
        }
    }
}

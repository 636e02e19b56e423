using System.Net.Sockets;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.Pacing;
using InventorySync.Simulator.Rcon;
using InventorySync.Simulator.Saves;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>
/// A running server. One thread, that of <see cref="Run"/>, owns the game and does everything with it; RCON, the control
/// socket, the standard input and signals hand over to it through the inbox.
/// </summary>
internal sealed partial class GameServer : IRconCommands, IBuiltInEffects, IAsyncDisposable
{
    private const string Manager = "ServerMultiplayerManager.cpp:808";

    private readonly ServerRun _run;
    private readonly ServerOutput _output;
    private readonly LoopInbox _inbox = new();
    private readonly TickClock _clock;
    private readonly CommandPacing<ServerCommand> _pacing;
    private readonly PlayerLists _lists;
    private readonly GameOutput _gameOutput;
    private SimulatedGame _game = null!;
    private MapSource _map = null!;
    private GameWaits _waits = null!;
    private BuiltInCommands _builtIn = null!;
    private RconServer? _rcon;
    private ControlServer? _control;
    private Socket? _gameSocket;
    private uint _seed;
    private bool _quitByCommand;

    /// <exception cref="ServerStartException">The player lists or the pacing cannot be read.</exception>
    public GameServer(ServerRun run)
    {
        _run = run;
        _output = run.Output;
        _clock = new TickClock(run.Time);
        _clock.Set(run.Simulator.Clock, run.Simulator.Speed);
        _pacing = new CommandPacing<ServerCommand>(run.Simulator.ReadPacing(), run.Settings.SegmentSizes);
        _lists = PlayerLists.Read(run.CommandLine, run.Paths.WriteData);
        _gameOutput = new GameOutput(run.Output, run.Paths.ScriptOutput);
    }

    public LoopInbox Inbox => _inbox;

    private bool IsQuitting => _quitByCommand || _inbox.QuitCause is not null;

    /// <summary>Hosts the map until the server quits, on the calling thread.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ServerStartException">It cannot start.</exception>
    public int Run(MapSource map)
    {
        _map = map;
        try
        {
            Start();
            while (!IsQuitting)
                TakeStep();
            return Quit();
        }
        catch (ScenarioException exception)
        {
            return Fail(exception);
        }
        finally
        {
            _waits?.RefuseAll("the server has ended");
            while (_inbox.TryTakeRequest(out var request))
                request.Refuse("the server has ended");
            _game?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_control is not null)
            await _control.DisposeAsync();
        if (_rcon is not null)
            await _rcon.DisposeAsync();
        _gameSocket?.Dispose();
        _inbox.Dispose();
    }

    private void TakeStep()
    {
        _inbox.Forget();
        while (_inbox.TryTakeRequest(out var request))
            Execute(request);
        // Looked at after Forget, so that nothing below waits for an inbox that has already spoken.
        if (IsQuitting)
            return;

        var onlySegments = OnlySegmentsTravel;
        if (MapStands)
        {
            FinishManualTicks(_clock.ManualTicks);
            _clock.ManualTicks = 0;
            NoteThatTheMapStands();
            _inbox.Wait(null);
        }
        else if (_clock.UntilNextTick(onlySegments) is { } time && time == TimeSpan.Zero)
        {
            _clock.TickBegins(onlySegments);
            RunTick();
            FinishManualTicks(1);
        }
        else
        {
            _inbox.Wait(_clock.UntilNextTick(onlySegments));
        }
    }

    private void Start()
    {
        ChangeState("Ready", "PreparedToHostGame", tick: null);
        ChangeState("PreparedToHostGame", "CreatingGame", tick: null);
        LoadGame();
        OpenGameSocket();
        ChangeState("CreatingGame", "InGame", _game.Tick);
        StartRcon();
        StartControl();
        var sizes = _run.Settings.SegmentSizes;
        _output.Info("CommandLineMultiplayer.cpp:292",
            $"Maximum segment size = {sizes.Maximum}; minimum segment size = {sizes.Minimum}; maximum-segment-size peer count = {sizes.MaximumPeerCount}; minimum-segment-size peer count = {sizes.MinimumPeerCount}");
    }

    private void LoadGame()
    {
        _seed = _map.Saved is null ? StartFiles.Seed(_run.CommandLine) : _run.CommandLine.MapGenSeed ?? 0;
        var setup = GameSetups.Of(_run, _map, _gameOutput, _seed);
        if (_map.Saved is { } saved)
        {
            _output.Stamped($"Loading map {_map.SavePath}: {new FileInfo(_map.SavePath!).Length} bytes.");
            _output.Stamped($"Loading level.dat: {saved.Level.Length} bytes.");
            _output.Info("Scenario.cpp:154", $"Map version {saved.Version}-0");
            _output.Stamped($"Loading script.dat: {saved.Script.Length} bytes.");
            _game = LoadSaved(setup, saved);
        }
        else
        {
            _output.Stamped("Creating a new map from the scenario.");
            _game = SimulatedGame.Create(setup);
        }
        _waits = new GameWaits(_game);
        _builtIn = new BuiltInCommands(_game, _run.Version, _seed, _run.Settings, _lists, _output, this);
        var control = _map.Files.First(file => file.Key == "control.lua").Value;
        _output.Stamped($"Checksum for script __level__/control.lua: {Crc32.Of(control)}");
    }

    private SimulatedGame LoadSaved(GameSetup setup, SavedMap saved)
    {
        try
        {
            return SimulatedGame.Load(setup, new GameState(saved.Level, saved.Script));
        }
        catch (InvalidDataException exception)
        {
            throw new SaveFileException($"Cannot load {_map.SavePath}: {exception.Message}", exception);
        }
    }

    private void OpenGameSocket()
    {
        var address = _run.CommandLine.GameAddress;
        _gameSocket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _gameSocket.Bind(address);
        }
        catch (SocketException exception)
        {
            throw new ServerStartException(exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "MultiplayerManager failed: Host address is already in use.",
                SocketError.AccessDenied => "MultiplayerManager failed: \"Binding IPv4 socket failed: Permission denied\"",
                _ => $"MultiplayerManager failed: \"Binding IPv4 socket failed: {exception.Message}\"",
            }, exception)
            {
                LogSource = "ServerMultiplayerManager.cpp:84",
            };
        }
        _output.Info("UDPSocket.cpp:38", $"Opening socket at (IP ADDR:({{{_gameSocket.LocalEndPoint}}}))");
        _output.Stamped($"Hosting game at IP ADDR:({{{_gameSocket.LocalEndPoint}}})");
    }

    private void StartRcon()
    {
        if (_run.CommandLine is not { RconAddress: { } address, RconPassword: { } password })
            return;
        try
        {
            _rcon = RconServer.Start(address, password, this);
        }
        catch (SocketException exception)
        {
            throw new ServerStartException(exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "Can't bind socket: Address already in use",
                SocketError.AccessDenied => "Can't bind socket: Permission denied",
                _ => $"Can't bind socket: {exception.Message}",
            }, exception)
            {
                LogSource = "TCPSocket.cpp:85",
            };
        }
        _output.Info("RemoteCommandProcessor.cpp:126", $"Starting RCON interface at IP ADDR:({{{_rcon.LocalEndPoint}}})");
    }

    private void StartControl()
    {
        var path = ControlSocketPath.Of(_run.ControlSocket, _run.Paths.WriteData);
        try
        {
            _control = ControlServer.Start(path, _inbox.PostAsync);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"Cannot open the simulator's control socket {path}: {exception.Message}", exception);
        }
        _output.Stamped($"Simulator control socket: {path}");
    }

    /// <summary>Ends the server after an error of the scenario: nothing is saved (factorio-server §4.4).</summary>
    private int Fail(ScenarioException exception)
    {
        var tick = _game?.Tick;
        if (exception.Occasion.Length > 0)
            _output.Bare(exception.Occasion);
        _output.Bare(exception.Details.Length > 0 ? exception.Details : exception.Message);
        const string Summary = "The scenario level caused a non-recoverable error. Please report this error to the scenario author.";
        var first = exception.Details.Length > 0 ? exception.Details.Split('\n')[0] : exception.Message;
        _output.Error("MainLoop.cpp:1510", $"Exception at tick {tick ?? 0}: {Summary} {exception.Occasion} {first}");
        _output.Error("ServerMultiplayerManager.cpp:84", $"MultiplayerManager failed: \"{Summary} {exception.Occasion} {first}\"");
        ChangeState(tick is null ? "CreatingGame" : "InGame", "Failed", tick);
        _output.Stamped("Quitting: multiplayer error.");
        return 1;
    }

    private int Quit()
    {
        if (_inbox.QuitCause is { } signal && !_quitByCommand)
            _output.Stamped($"Received {signal}, shutting down");
        _output.Stamped(_quitByCommand ? "Quitting: remote-quit." : "Quitting: signal.");
        _output.Info("ServerMultiplayerManager.cpp:138", "Quitting multiplayer connection.");
        ChangeState("InGame", "DisconnectScheduled", _game.Tick);
        if (!_run.Simulator.OnlineInSaveOnQuit)
        {
            foreach (var (name, _) in Players().Where(player => player.Connected).ToArray())
                Disconnect(name, "quit");
        }
        var saved = SaveAtQuit();
        ChangeState("DisconnectScheduled", "Disconnected", _game.Tick);
        ChangeState("Disconnected", "Closed", _game.Tick);
        _output.Stamped("Goodbye");
        return saved ? 0 : 1;
    }

    private void ChangeState(string from, string to, long? tick) =>
        _output.Info(Manager, $"updateTick({(tick is { } known ? (ulong)known : ulong.MaxValue)}) changing state from({from}) to({to})");

    void IRconCommands.Connected(RconConnection connection) =>
        _output.Info("RemoteCommandProcessor.cpp:245", $"New RCON connection from IP ADDR:({{{connection.RemoteEndPoint}}})");

    void IRconCommands.Disconnected(RconConnection connection, string? fault)
    {
        if (fault is not null)
            _output.Error("RemoteCommandProcessor.cpp:326", $"RCON connection read failed: {fault}");
    }

    ValueTask IRconCommands.ArriveAsync(RconConnection connection, int id, ReadOnlyMemory<byte> command, CancellationToken ct) =>
        _inbox.PostAsync(new ServerCommand(command, connection, id), ct);
}

using System.Security.Cryptography;
using InventorySync.Host.Configuration;
using InventorySync.Host.Factorio;
using InventorySync.Host.Journal;
using InventorySync.Host.Players;
using InventorySync.Host.Transfers;
using InventorySync.Protocol.Game.Module;
using InventorySync.Protocol.Game.Output;
using InventorySync.Protocol.Game.Rcon;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

/// <summary>One run of a game server, from its launch to the end of its process.</summary>
internal sealed partial class ServerRun : IAsyncDisposable
{
    /// <summary>Between two polls of a server whose clock stands; a retry may come that much late.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long a server that is to stop may take to hand in its players' inventories.</summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan CloseInterval = TimeSpan.FromMilliseconds(100);

    private readonly InstanceOptions _instance;
    private readonly InstanceServices _services;
    private readonly InstanceFiles _files;
    private readonly ILogger<ServerRun> _logger;
    private readonly GameServerProcess _process;
    private readonly GameConsole _console;
    private readonly TransferScheduler _transfers;
    private readonly ModuleConversation _conversation;
    private readonly ServerOutput _output;
    private readonly BackgroundWork _work;
    private readonly TaskCompletionSource _rconStarting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gameReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<long> _peers = [];
    private readonly Task<ServerExit> _exited;
    private string? _failure;

    private ServerRun(InstanceOptions instance, InstanceServices services, InstanceFiles files, GameServerProcess process, int gamePort, RconOptions rcon)
    {
        _instance = instance;
        _services = services;
        _files = files;
        _process = process;
        GamePort = gamePort;
        RconPort = rcon.Port;
        _logger = services.Loggers.CreateLogger<ServerRun>();
        _work = new BackgroundWork(_logger);
        _console = new GameConsole(rcon, services.Time, services.Loggers.CreateLogger<GameConsole>(), instance.Name);
        _transfers = new TransferScheduler(_console, services.Options.Transfer, services.Time, services.Loggers.CreateLogger<TransferScheduler>());
        _conversation = new ModuleConversation(
            new InstanceIdentity(instance.Id, instance.Name), _console, services.Controller, services.Deliveries, _transfers, files.ScriptOutput,
            services.Time, services.Loggers.CreateLogger<ModuleConversation>());
        _output = new ServerOutput(instance.Name, (bytes, ct) => _conversation.HandleAsync(bytes, ct), TakeSign, services.Loggers.CreateLogger<ServerOutput>());
        _exited = FollowToTheEndAsync();
    }

    /// <summary>UDP port of the game.</summary>
    public int GamePort { get; }

    /// <summary>TCP port of RCON.</summary>
    public int RconPort { get; }

    /// <summary>Id of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The server could not have a port that was picked for it.</summary>
    public bool LostPortRace { get; private set; }

    /// <summary>Done when the process is gone and its output is read to the end.</summary>
    public Task<ServerExit> Exited => _exited;

    /// <summary>What module and host have to say to each other.</summary>
    public ModuleConversation Conversation => _conversation;

    /// <summary>Commands for the game.</summary>
    public IGameConsole Console => _console;

    /// <summary>Launches a server on a patched save, as Clusterio would (factorio-server.md §3).</summary>
    /// <exception cref="InstanceException">A port is taken, or the game cannot be executed.</exception>
    public static ServerRun Launch(InstanceOptions instance, InstanceServices services, InstanceFiles files, string save)
    {
        var gamePort = instance.GamePort;
        if (gamePort == 0)
            gamePort = FreePort.PickUdp();
        else
            FreePort.CheckUdp(gamePort, instance.Name);
        var rconPort = instance.RconPort;
        if (rconPort == 0)
            rconPort = FreePort.PickTcp();
        else
            FreePort.CheckTcp(rconPort, instance.Name);

        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        string[] arguments =
        [
            "--config", files.Config, "--start-server", save, "--port", Number(gamePort), "--rcon-port", Number(rconPort), "--rcon-password", password,
        ];
        var process = GameServerProcess.Start(services.Installation.Executable, arguments, files.Directory);
        LeftoverServer.Remember(files.PidFile, process);
        return new ServerRun(instance, services, files, process, gamePort, new RconOptions { Port = rconPort, Password = password });
    }

    /// <summary>Waits until the game is ready and its module answers.</summary>
    /// <exception cref="InstanceException">The server ended before, RCON refuses, or the module does not answer.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        // Both lines come in either order (factorio-server.md §4.1), and no time is set for them: a map may take minutes to load.
        var ready = Task.WhenAll(_rconStarting.Task, _gameReady.Task);
        if (await Task.WhenAny(ready, _exited).WaitAsync(ct) == _exited)
        {
            var exit = await _exited;
            throw new InstanceException(
                $"The game server of {_instance.Name} ended during its start with exit code {exit.Code}. {Describe(exit.Reason, _output.LastLine)}");
        }

        try
        {
            await _console.ConnectAsync(stopping => GreetAfterReconnectAsync(stopping), ct);
            var reply = await _conversation.GreetAsync(ct);
            LogReady(_instance.Name, reply.ModuleVersion, reply.GameVersion, reply.Tick, GamePort);
        }
        catch (RconRefusedException exception)
        {
            throw new InstanceException(
                $"{exception.Message} Another program may have the port, or a setting of Factorio changes it: set another rconPort (0 picks a free one).", exception);
        }
        catch (Exception exception) when (exception is RconException or ModuleLineException)
        {
            throw new InstanceException($"Instance {_instance.Name}: {exception.Message}", exception);
        }

        if (_files.AutoPause)
            _work.Run("Polling a server that may stand", PollAsync);
    }

    /// <summary>Has the players' inventories saved, asks the server to save and quit, and ends it when it takes too long.</summary>
    public async Task<ServerExit> StopAsync(CancellationToken ct)
    {
        await CloseAsync(ct);
        if (await AskToQuitAsync() && await WaitForExitAsync(_instance.ShutdownTimeout, ct) is { } exit)
            return exit;
        _process.AskToQuit();
        if (await WaitForExitAsync(_instance.ShutdownTimeout, ct) is { } interrupted)
            return interrupted;
        LogKilling(_instance.Name, _instance.ShutdownTimeout);
        _process.Kill();
        return await _exited;
    }

    /// <summary>Ends the server without saving.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends what is left: a server that still runs is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _exited;
        await _conversation.DisposeAsync();
        await _transfers.DisposeAsync();
        await _console.DisposeAsync();
        await _work.DisposeAsync();
        _process.Dispose();
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string Describe(string? reason, string? lastLine)
    {
        var log = $"Its log is {Path.Combine(_files.Directory, "factorio-current.log")}.";
        return (reason ?? lastLine) is { } said ? $"It said: {said.TrimEnd('.')}. {log}" : log;
    }

    private async Task<ServerExit> FollowToTheEndAsync()
    {
        // Read to the end, whoever wants to stop: an upload printed last is as good as any.
        await Task.WhenAll(FollowAsync(_process.Output), FollowAsync(_process.Error));
        var code = await _process.WaitForExitAsync(CancellationToken.None);
        LeftoverServer.Forget(_files.PidFile);
        return new ServerExit(code, _failure);
    }

    private async Task FollowAsync(Stream stream)
    {
        try
        {
            await _output.FollowAsync(stream, CancellationToken.None);
        }
        catch (IOException exception)
        {
            LogOutputLost(_instance.Name, exception.Message);
        }
    }

    private void TakeSign(ServerSign sign)
    {
        switch (sign)
        {
            case ServerSign.RconStarting:
                _rconStarting.TrySetResult();
                break;
            case ServerSign.GameReady:
                _gameReady.TrySetResult();
                break;
            case ServerSign.Segments segments:
                _transfers.UseSegments(segments.Settings);
                break;
            case ServerSign.PeerChanged peer:
                lock (_peers)
                {
                    _ = peer.Added ? _peers.Add(peer.Peer) : _peers.Remove(peer.Peer);
                    _transfers.UseConnected(_peers.Count);
                }

                break;
            case ServerSign.PortRefused port:
                LostPortRace |= (port.IsRcon ? _instance.RconPort : _instance.GamePort) == 0;
                _failure = port.IsRcon
                    ? $"{port.Reason} — the RCON port {RconPort} cannot be had; stop what uses it or set another rconPort."
                    : $"{port.Reason} — the game port {GamePort} cannot be had; stop what uses it or set another gamePort.";
                break;
            case ServerSign.DirectoryLocked locked:
                _failure = $"{locked.Message} — another Factorio server runs on {_files.Directory}; stop it, then start the instance again.";
                break;
            case ServerSign.Failure failure:
                _failure = failure.Message;
                break;
        }
    }

    private async Task GreetAfterReconnectAsync(CancellationToken ct)
    {
        try
        {
            await _conversation.GreetAsync(ct);
        }
        catch (Exception exception) when (exception is RconException or ModuleLineException)
        {
            LogNoGreeting(_instance.Name, exception.Message);
        }
    }

    private async Task PollAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(PollInterval, _services.Time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await _console.SendAsync(ModuleCommand.Poll(), ct);
            }
            catch (RconException exception)
            {
                LogNoGreeting(_instance.Name, exception.Message);
            }
        }
    }

    /// <summary>
    /// The players leave before the server does (failure catalogue W8). Waits until the controller has their inventories, for a moment: what it does
    /// not answer by then is in the journal, because the output is read to the end before a run is over, and in the save.
    /// </summary>
    private async Task CloseAsync(CancellationToken ct)
    {
        if (_exited.IsCompleted || !_console.WasConnected)
            return;
        var patience = TimeSpan.FromTicks(Math.Min(ClosePatience.Ticks, _instance.ShutdownTimeout.Ticks));
        using var limit = new CancellationTokenSource(patience, _services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var unanswered = 0;
        try
        {
            while ((unanswered = CloseReply.Parse(await _console.SendAsync(ModuleCommand.Close(), either.Token)).Unanswered) > 0
                && _services.Controller.IsReachable && !_exited.IsCompleted)
            {
                await Task.Delay(CloseInterval, _services.Time, either.Token);
            }
        }
        catch (Exception exception) when (exception is RconException or ModuleLineException)
        {
            LogNotClosed(_instance.Name, exception.Message);
            return;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogNotClosed(_instance.Name, $"the server did not finish within {patience.TotalSeconds:0} s");
            return;
        }

        if (unanswered > 0)
            LogLeftInJournal(_instance.Name, unanswered);
    }

    private async Task<bool> AskToQuitAsync()
    {
        if (_exited.IsCompleted)
            return true;
        try
        {
            // Its reply may never come, since the connection goes with the server.
            var asked = _console.SendAsync("/quit"u8.ToArray(), CancellationToken.None);
            if (await Task.WhenAny(asked, _exited).WaitAsync(_instance.ShutdownTimeout, _services.Time) == asked)
                await asked;
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (RconConnectionLostException) when (_console.WasConnected)
        {
            return true;
        }
        catch (RconException exception)
        {
            LogNoGreeting(_instance.Name, exception.Message);
            return false;
        }
    }

    private async Task<ServerExit?> WaitForExitAsync(TimeSpan limit, CancellationToken ct)
    {
        try
        {
            return await _exited.WaitAsync(limit, _services.Time, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

using System.Threading.Channels;
using InventorySync.Host.Configuration;
using InventorySync.Host.Controller;
using InventorySync.Host.Factorio;
using InventorySync.Host.Journal;
using InventorySync.Protocol.Game.Rcon;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

/// <summary>
/// Runs one instance: starts its game server, watches it, and starts it again after a crash. An actor: one queue of commands, one reader;
/// what can arrive late carries the number of the run it belongs to.
/// </summary>
internal sealed partial class InstanceSupervisor : IAsyncDisposable
{
    private const int LaunchAttempts = 3;

    private static readonly TimeSpan FirstRestartPause = TimeSpan.FromSeconds(1);

    private readonly InstanceServices _services;
    private readonly InstanceFiles _files;
    private readonly SavePreparation _preparation;
    private readonly ILogger<InstanceSupervisor> _logger;
    private readonly Channel<Command> _commands = Channel.CreateBounded<Command>(256);
    private readonly BackgroundWork _work;
    private readonly Task _loop;
    private readonly List<TaskCompletionSource> _startWaiters = [];
    private readonly List<TaskCompletionSource> _stopWaiters = [];
    private CancellationTokenSource? _starting;
    private ServerRun? _run;
    private int _runNumber;
    private bool _isRestart;
    private long _runningSince;
    private TimeSpan _restartPause = FirstRestartPause;
    private volatile InstanceState _state = InstanceState.Stopped;

    public InstanceSupervisor(InstanceOptions options, InstanceServices services)
    {
        Options = options;
        _services = services;
        _files = new InstanceFiles(options, services.Options.InstancesDirectory);
        _preparation = new SavePreparation(options, services, _files, services.Loggers.CreateLogger<SavePreparation>());
        _logger = services.Loggers.CreateLogger<InstanceSupervisor>();
        _work = new BackgroundWork(_logger);
        _loop = Task.Run(RunAsync);
    }

    public InstanceOptions Options { get; }

    public InstanceState State => _state;

    /// <summary>The run there is; null when none is running.</summary>
    public ServerRun? Run => Volatile.Read(ref _run);

    /// <summary>Called after each change of state.</summary>
    public Action<InstanceSupervisor>? Changed { get; set; }

    /// <summary>Name of the status on the link.</summary>
    public string Status => State switch
    {
        InstanceState.Starting => InstanceStatus.Starting,
        InstanceState.CreatingSave => InstanceStatus.CreatingSave,
        InstanceState.Running => InstanceStatus.Running,
        InstanceState.Stopping => InstanceStatus.Stopping,
        _ => InstanceStatus.Stopped,
    };

    /// <summary>All complete saves.</summary>
    public IReadOnlyList<FileInfo> ListSaves() => _files.ListSaves();

    /// <summary>Starts the server; done when it runs.</summary>
    /// <exception cref="InstanceException">It runs already, or the start failed; the instance is stopped then.</exception>
    public Task StartAsync(string? save, CancellationToken ct) => AskAsync(done => new Command.Start(save, done), ct);

    /// <summary>Stops the server; done when its process is gone.</summary>
    public Task StopAsync(CancellationToken ct) => AskAsync(done => new Command.Stop(done), ct);

    /// <summary>Ends the server without saving; done when its process is gone.</summary>
    public Task KillAsync(CancellationToken ct)
    {
        Run?.Kill();
        return StopAsync(ct);
    }

    /// <summary>Makes a new save while the instance is stopped.</summary>
    /// <exception cref="InstanceException">It is not stopped, or the game could not make one.</exception>
    public Task CreateSaveAsync(string name, long? seed, CancellationToken ct) => AskAsync(done => new Command.CreateSave(name, seed, done), ct);

    /// <summary>Sends a command to the running game.</summary>
    /// <exception cref="InstanceException">It is not running, or did not answer.</exception>
    public async Task<string> SendRconAsync(string command, CancellationToken ct)
    {
        var run = Run ?? throw new InstanceException($"Instance {Options.Name} is not running.");
        try
        {
            return System.Text.Encoding.UTF8.GetString((await run.Console.SendAsync(System.Text.Encoding.UTF8.GetBytes(command), ct)).Span);
        }
        catch (Exception exception) when (exception is RconException or ArgumentException)
        {
            throw new InstanceException($"Instance {Options.Name}: {exception.Message}", exception);
        }
    }

    /// <summary>Stops the server and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _commands.Writer.TryComplete();
        await _loop;
        await _work.DisposeAsync();
    }

    private async Task AskAsync(Func<TaskCompletionSource, Command> command, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _commands.Writer.WriteAsync(command(done), ct);
        await done.Task.WaitAsync(ct);
    }

    private async Task RunAsync()
    {
        await foreach (var command in _commands.Reader.ReadAllAsync())
        {
            switch (command)
            {
                case Command.Start start:
                    Begin(start.Save, start.Done);
                    break;
                case Command.Stop stop:
                    BeginStop(stop.Done);
                    break;
                case Command.CreateSave create:
                    BeginCreateSave(create);
                    break;

                // What belongs to an earlier run came late: this one is alive, so there is nothing to do.
                case Command.OfRun late when late.Run != _runNumber:
                    if (late is Command.Started { Server: var orphan })
                        await orphan.DisposeAsync();
                    break;
                case Command.CreatingSave:
                    Become(InstanceState.CreatingSave);
                    break;
                case Command.SaveCreated:
                    Become(InstanceState.Starting);
                    break;
                case Command.Started started:
                    TakeRun(started.Server);
                    break;
                case Command.StartEnded ended:
                    EndStart(ended.Failure);
                    break;
                case Command.Exited exited:
                    await EndRunAsync(exited.Exit);
                    break;
                case Command.PlanRestart when _state == InstanceState.Stopped:
                    PlanRestart();
                    break;
                case Command.Restart when _state == InstanceState.Stopped:
                    _isRestart = true;
                    Begin(null, null);
                    break;
            }
        }
    }

    private void Begin(string? save, TaskCompletionSource? done)
    {
        if (_state is InstanceState.Running or InstanceState.Stopping)
        {
            done?.TrySetException(new InstanceException($"Instance {Options.Name} is {(_state == InstanceState.Running ? "already running" : "stopping")}."));
            return;
        }

        if (done is not null)
        {
            _startWaiters.Add(done);
            _isRestart = false;
        }

        if (_state != InstanceState.Stopped)
            return;

        var run = ++_runNumber;
        _starting = CancellationTokenSource.CreateLinkedTokenSource(_work.Stopping);
        var cancelled = _starting.Token;
        Become(InstanceState.Starting);
        _work.Run($"Starting {Options.Name}", _ => StartServerAsync(run, save, cancelled));
    }

    private async Task StartServerAsync(int run, string? save, CancellationToken ct)
    {
        try
        {
            if (await LeftoverServer.StopAsync(_files.PidFile, _files.Config, Options.ShutdownTimeout, _services.Time, ct) is { } process)
                LogLeftover(Options.Name, process);
            _files.Write(_services.Installation);
            await new LeftoverMessages(_services.Deliveries, _services.Loggers.CreateLogger<LeftoverMessages>()).RecoverAsync(_files.ScriptOutput, Options.Id, ct);
            var (path, exists) = _files.ChooseSave(save);
            if (!exists)
            {
                await _commands.Writer.WriteAsync(new Command.CreatingSave(run), ct);
                await _preparation.CreateAsync(path, null, ct);
                await _commands.Writer.WriteAsync(new Command.SaveCreated(run), ct);
            }

            _preparation.Patch(path);
            var server = await LaunchAsync(path, ct);
            await _commands.Writer.WriteAsync(new Command.Started(run, server), CancellationToken.None);
        }
        catch (Exception exception)
        {
            var failure = exception switch
            {
                InstanceException known => known,
                OperationCanceledException => new InstanceException($"The start of {Options.Name} was cancelled.", exception),
                IOException or UnauthorizedAccessException => new InstanceException($"Instance {Options.Name} cannot use its directory {_files.Directory}: {exception.Message.TrimEnd('.')}. Give this user the right to write there, or set another instancesDirectory.", exception),
                _ => new InstanceException($"Instance {Options.Name} failed to start: {exception.Message}", exception),
            };
            await _commands.Writer.WriteAsync(new Command.StartEnded(run, failure), CancellationToken.None);
        }
    }

    private async Task<ServerRun> LaunchAsync(string save, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = ServerRun.Launch(Options, _services, _files, save);
            try
            {
                await server.WaitUntilReadyAsync(ct);
                return server;
            }
            catch (InstanceException) when (server.LostPortRace && attempt < LaunchAttempts)
            {
                // Somebody else took the port between its being picked and the server's binding it.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    private void TakeRun(ServerRun server)
    {
        if (_stopWaiters.Count > 0)
        {
            // A stop came in the last moment of the start.
            Volatile.Write(ref _run, server);
            Watch(server);
            Become(InstanceState.Stopping);
            StopServer(server);
            FailStarts(new InstanceException($"The start of {Options.Name} was cancelled."));
            return;
        }

        Volatile.Write(ref _run, server);
        _runningSince = _services.Time.GetTimestamp();
        Watch(server);
        Become(InstanceState.Running);
        foreach (var waiter in _startWaiters)
            waiter.TrySetResult();
        _startWaiters.Clear();
    }

    private void Watch(ServerRun server)
    {
        var run = _runNumber;
        _work.Run($"Watching {Options.Name}", async _ => await _commands.Writer.WriteAsync(new Command.Exited(run, await server.Exited), CancellationToken.None));
    }

    private void EndStart(InstanceException? failure)
    {
        _starting?.Dispose();
        _starting = null;
        Become(InstanceState.Stopped);
        if (failure is not null && _stopWaiters.Count == 0)
            LogStartFailed(Options.Name, failure.Message);
        var tryAgain = _isRestart && failure is not null && _stopWaiters.Count == 0;
        FailStarts(failure ?? new InstanceException($"Instance {Options.Name} did not start."));
        CompleteStops();
        if (tryAgain)
            PlanRestart();
    }

    private void BeginStop(TaskCompletionSource done)
    {
        switch (_state)
        {
            case InstanceState.Stopped:
                // A restart that was planned is not wanted any more.
                _runNumber++;
                done.TrySetResult();
                break;
            case InstanceState.Running:
                _stopWaiters.Add(done);
                Become(InstanceState.Stopping);
                StopServer(_run!);
                break;
            default:
                _stopWaiters.Add(done);
                _starting?.Cancel();
                break;
        }
    }

    private void StopServer(ServerRun server) => _work.Run($"Stopping {Options.Name}", _ => server.StopAsync(CancellationToken.None));

    private void BeginCreateSave(Command.CreateSave create)
    {
        if (_state != InstanceState.Stopped)
        {
            create.Done.TrySetException(new InstanceException($"Instance {Options.Name} must be stopped to create a save."));
            return;
        }

        var run = ++_runNumber;
        _starting = CancellationTokenSource.CreateLinkedTokenSource(_work.Stopping);
        var cancelled = _starting.Token;
        Become(InstanceState.CreatingSave);
        _work.Run($"Creating a save for {Options.Name}", async _ =>
        {
            try
            {
                _files.Write(_services.Installation);
                await _preparation.CreateAsync(_files.SavePath(create.Name), create.Seed, cancelled);
                create.Done.TrySetResult();
            }
            catch (Exception exception) when (exception is InstanceException or IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                create.Done.TrySetException(exception as InstanceException ?? new InstanceException($"Instance {Options.Name}: {exception.Message}", exception));
            }

            await _commands.Writer.WriteAsync(new Command.StartEnded(run, null), CancellationToken.None);
        });
    }

    private async Task EndRunAsync(ServerExit exit)
    {
        var wasAsked = _state == InstanceState.Stopping;
        if (_run is { } run)
        {
            Volatile.Write(ref _run, null);
            await run.DisposeAsync();
        }

        _starting?.Dispose();
        _starting = null;
        Become(InstanceState.Stopped);
        CompleteStops();
        if (wasAsked)
        {
            LogStopped(Options.Name, exit.Code);
            return;
        }

        if (exit.Code == 0)
        {
            // Somebody said /quit, or pressed Ctrl-C in the terminal that the server shares with the host.
            LogQuit(Options.Name);
            return;
        }

        LogDied(Options.Name, exit.Code, exit.Reason ?? "its output does not say why");
        AfterDeath(exit);
    }

    private void FailStarts(InstanceException failure)
    {
        foreach (var waiter in _startWaiters)
            waiter.TrySetException(failure);
        _startWaiters.Clear();
    }

    private void CompleteStops()
    {
        foreach (var waiter in _stopWaiters)
            waiter.TrySetResult();
        _stopWaiters.Clear();
    }

    private void Become(InstanceState state)
    {
        if (_state == state)
            return;
        _state = state;
        Changed?.Invoke(this);
    }

    private abstract record Command
    {
        public sealed record Start(string? Save, TaskCompletionSource Done) : Command;

        public sealed record Stop(TaskCompletionSource Done) : Command;

        public sealed record CreateSave(string Name, long? Seed, TaskCompletionSource Done) : Command;

        public abstract record OfRun(int Run) : Command;

        public sealed record CreatingSave(int Run) : OfRun(Run);

        public sealed record SaveCreated(int Run) : OfRun(Run);

        public sealed record Started(int Run, ServerRun Server) : OfRun(Run);

        public sealed record StartEnded(int Run, InstanceException? Failure) : OfRun(Run);

        public sealed record Exited(int Run, ServerExit Exit) : OfRun(Run);

        public sealed record PlanRestart(int Run) : OfRun(Run);

        public sealed record Restart(int Run) : OfRun(Run);
    }
}

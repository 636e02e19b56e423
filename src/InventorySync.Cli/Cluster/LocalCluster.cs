using System.Text.Json.Nodes;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.Installation;

namespace InventorySync.Cli.Cluster;

/// <summary>
/// A whole cluster on this machine: a controller, one host and its servers, as real processes, with the simulator in the
/// place of the game. The demo, the end-to-end tests and the benchmarks stand on it.
/// </summary>
public sealed partial class LocalCluster : IAsyncDisposable
{
    private const int HostId = 1;

    private readonly LocalClusterOptions _options;
    private readonly Dictionary<string, SimulatorControl> _servers = [];
    private readonly Dictionary<string, long> _killedAtLine = [];
    private ChildProcess? _controller;
    private ChildProcess? _host;

    private LocalCluster(LocalClusterOptions options) => _options = options;

    /// <summary>Where clients and hosts reach the controller, for instance <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri ControllerUrl { get; private set; } = new("http://127.0.0.1:0/");

    /// <summary>The controller's data directory.</summary>
    public string ControllerDirectory => Path.Combine(_options.Directory, "controller");

    /// <summary>The directory laid out as a Factorio installation.</summary>
    public string FactorioDirectory => Path.Combine(_options.Directory, "factorio");

    /// <summary>The host's configuration file.</summary>
    public string HostConfiguration => Path.Combine(_options.Directory, "host.json");

    /// <summary>Where the processes' output goes.</summary>
    public string LogDirectory => Path.Combine(_options.Directory, "logs");

    /// <summary>The servers by name.</summary>
    public IReadOnlyList<string> Servers => _options.Servers;

    /// <summary>Plays the players of a server. A server that was started again has a new one.</summary>
    public SimulatorControl this[string server] => _servers[server];

    /// <summary>Lays everything out, starts controller and host, and waits until all servers run.</summary>
    /// <exception cref="InvalidOperationException">Something ended in place of starting; the message has its last lines.</exception>
    public static async Task<LocalCluster> StartAsync(LocalClusterOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var cluster = new LocalCluster(options);
        try
        {
            Directory.CreateDirectory(cluster.LogDirectory);
            FactorioInstallation.LayOut(cluster.FactorioDirectory, options.Version, FactorioInstallation.SimulatorBesideThisProgram);
            await cluster.StartControllerAsync(ct);
            await cluster.WriteHostConfigurationAsync(ct);
            await cluster.StartHostAsync(ct);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
        return cluster;
    }

    /// <summary>Starts the controller, at its former address if it ran before.</summary>
    public async Task StartControllerAsync(CancellationToken ct)
    {
        _controller = ChildProcess.Start(
            "controller",
            [.. Invsync, "controller", "run", "--data", ControllerDirectory, "--listen", $"{ControllerUrl.Host}:{ControllerUrl.Port}"],
            Path.Combine(LogDirectory, "controller.log"));
        var line = await _controller.WaitForLineAsync("http://", ct);
        ControllerUrl = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', ',')[0].TrimEnd('/', '.') + "/");
    }

    /// <summary>Ends the controller as a crash would.</summary>
    public async Task KillControllerAsync(CancellationToken ct)
    {
        await _controller!.KillAsync(ct);
        await _controller.DisposeAsync();
        _controller = null;
    }

    /// <summary>Starts the host and waits until its servers run.</summary>
    public async Task StartHostAsync(CancellationToken ct)
    {
        _killedAtLine.Clear();
        _host = ChildProcess.Start("host", [.. Invsync, "host", "run", "--config", HostConfiguration], Path.Combine(LogDirectory, "host.log"));
        foreach (var server in Servers)
            await WaitForServerAsync(server, ct);
    }

    /// <summary>Stops the host in order, and its servers with it.</summary>
    public async Task StopHostAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        _servers.Clear();
        await _host!.DisposeAsync();
        _host = null;
    }

    /// <summary>Ends the host as a crash would. Its servers run on, until the next start asks them to quit.</summary>
    public async Task KillHostAsync(CancellationToken ct)
    {
        await _host!.KillAsync(ct);
        await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Ends a game server as a crash would: everything since its last save is gone. The host starts it again.</summary>
    public async Task KillServerAsync(string server, CancellationToken ct)
    {
        var statistics = await this[server].StatsAsync(ct);
        using var process = System.Diagnostics.Process.GetProcessById(statistics["process_id"]!.GetValue<int>());
        _killedAtLine[server] = _host!.LinesSoFar;
        process.Kill();
        await process.WaitForExitAsync(ct);
        await _servers[server].DisposeAsync();
        _servers.Remove(server);
    }

    /// <summary>Waits until a server runs, its module has been greeted, and its players can be played.</summary>
    public async Task WaitForServerAsync(string server, CancellationToken ct)
    {
        await _host!.WaitForLineAsync($"{server} is ready", ct, _killedAtLine.GetValueOrDefault(server));
        var control = await SimulatorControl.ConnectAsync(Path.Combine(InstanceDirectory(server), "simulator.sock"), ct);
        if (_servers.Remove(server, out var former))
            await former.DisposeAsync();
        _servers[server] = control;
        await control.SetClockAsync(_options.Clock, ct);
        await control.WaitForLuaAsync(ModuleState.IsGreeted, null, ct);
    }

    /// <summary>Lets a player join and waits until they may play with their inventory.</summary>
    /// <returns>Ticks from the join.</returns>
    public async Task<long> JoinAsync(string server, string player, CancellationToken ct)
    {
        var joined = await this[server].JoinAsync(player, ct);
        var playable = await this[server].WaitForLuaAsync(ModuleState.PlayableSince(player), null, ct);
        return playable!.GetValue<long>() - joined.Tick;
    }

    /// <summary>Lets a player leave and waits until the controller has the inventory.</summary>
    public async Task LeaveAsync(string server, string player, CancellationToken ct)
    {
        await this[server].LeaveAsync(player, ct);
        await WaitForUploadAsync(server, player, ct);
    }

    /// <summary>Waits until nothing of a player waits on a server to be uploaded.</summary>
    public async Task WaitForUploadAsync(string server, string player, CancellationToken ct) =>
        await this[server].WaitForLuaAsync(ModuleState.IsUploaded(player), null, ct);

    /// <summary>What the module's dialog tells a player, and how far the progress bar is, 0 to 1.</summary>
    public async Task<(string? Message, double Progress)> ReadProgressAsync(string server, string player, CancellationToken ct)
    {
        var windows = await this[server].ReadGuiAsync(player, ct);
        var elements = Elements(windows).ToList();
        var detail = elements.Find(element => element["name"]?.ToString() == "inventory_sync_detail")?["caption"]?.ToString();
        var bar = elements.Find(element => element["name"]?.ToString() == "inventory_sync_progress")?["value"]?.GetValue<double>();
        return (detail, bar ?? 0);
    }

    /// <summary>Waits until the module's dialog tells a player something with <paramref name="text"/> in it.</summary>
    /// <returns>All that the dialog says.</returns>
    public async Task<string> WaitForDialogAsync(string server, string player, string text, CancellationToken ct)
    {
        while (true)
        {
            var captions = string.Join('\n', Elements(await this[server].ReadGuiAsync(player, ct)).Select(element => element["caption"]?.ToJsonString()));
            if (captions.Contains(text, StringComparison.Ordinal))
                return captions;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
        }
    }

    /// <summary>How many bytes of commands a server has received so far.</summary>
    public async Task<long> CommandBytesAsync(string server, CancellationToken ct) =>
        (await this[server].StatsAsync(ct))["command_bytes"]!.GetValue<long>();

    /// <summary>Stops the host with its servers, then the controller.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        _servers.Clear();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_controller is not null)
            await _controller.DisposeAsync();
        _host = _controller = null;
    }

    /// <summary>Where a server keeps its saves and its control socket.</summary>
    public string InstanceDirectory(string server) => Path.Combine(_options.Directory, "instances", server);

    // The executable that runs now (an installed tool is not beside its libraries), or the one beside the tests and benchmarks that stand on it.
    private static IReadOnlyList<string> Invsync =>
        [Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "invsync" ? Environment.ProcessPath! : Path.Combine(AppContext.BaseDirectory, "invsync")];

    private static IEnumerable<JsonObject> Elements(JsonNode? node) => node switch
    {
        JsonObject element => [element, .. element.SelectMany(member => Elements(member.Value))],
        JsonArray elements => elements.SelectMany(Elements),
        _ => [],
    };
}

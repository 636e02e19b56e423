using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using InventorySync.Cli.Cluster;
using InventorySync.Simulator.Installation;

namespace InventorySync.EndToEnd.Tests;

/// <summary>
/// One host with a sound instance, <see cref="Sound"/>, and one for each mistake. Its controller is not there, which is no
/// reason not to start game servers.
/// </summary>
public sealed class HostWithFaultyInstances : IAsyncLifetime
{
    public const string Sound = "sound";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("invsync-test-");
    private readonly UdpClient _gamePort = new(new IPEndPoint(IPAddress.Any, 0));
    private readonly TcpListener _rconPort = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, byte[]> _saves = [];
    private readonly JsonArray _instances = [];
    private HostFolder? _folder;
    private ChildProcess? _host;

    public int TakenGamePort => ((IPEndPoint)_gamePort.Client.LocalEndPoint!).Port;

    public int TakenRconPort => ((IPEndPoint)_rconPort.LocalEndpoint).Port;

    public bool IsRunning => _host is { HasExited: false };

    private HostFolder Folder => _folder ?? throw new InvalidOperationException("The host has not started.");

    /// <summary>The save as it was before the host started, and as it is now.</summary>
    public (byte[] Before, byte[] Now) SaveOf(string instance) => (_saves[instance], File.ReadAllBytes(Folder.SaveOf(instance)));

    public string PathOfSave(string instance) => Folder.SaveOf(instance);

    public string DirectoryOf(string instance) => Path.Combine(Folder.Directory, "instances", instance);

    /// <summary>The line that says why an instance did not start.</summary>
    public Task<string> FailureOfAsync(string instance, CancellationToken ct) => _host!.WaitForLineAsync($" {instance} did not start: ", ct);

    public Task UntilSoundOneRunsAsync(CancellationToken ct) => _host!.WaitForLineAsync($" {Sound} is ready", ct);

    public async ValueTask InitializeAsync()
    {
        _rconPort.Start();
        _folder = new HostFolder(_directory.FullName);
        var factorio = Path.Combine(_directory.FullName, "factorio");
        FactorioInstallation.LayOut(factorio, FactorioInstallation.DefaultVersion, FactorioInstallation.SimulatorBesideThisProgram);
        PutFaultsBeforeTheGame(Path.Combine(factorio, "bin", "x64", "factorio"));

        Add(Sound);
        Add("no-zip");
        Folder.PutSave("no-zip", "This is a text, whatever its name says."u8.ToArray());
        Add("empty-zip");
        Folder.PutSave("empty-zip", [0x50, 0x4b, 5, 6, .. new byte[18]]);
        Add("own-scenario");
        Folder.PutSave("own-scenario", 2, 0, ("control.lua", "script.on_init(function() end)\n"));
        Add("old-game");
        Folder.PutSave("old-game", 1, 1, ("control.lua", HostFolder.FreeplayScript));
        Add("newer-record");
        Folder.PutSave("newer-record", 2, 0, ("control.lua", HostFolder.FreeplayScript), ("clusterio.json", """{"version":2,"patch_number":7}"""));
        Add("game-port-taken", ("gamePort", TakenGamePort));
        Folder.PutSave("game-port-taken", 2, 0, ("control.lua", HostFolder.FreeplayScript));
        Add("rcon-port-taken", ("rconPort", TakenRconPort));
        Folder.PutSave("rcon-port-taken", 2, 0, ("control.lua", HostFolder.FreeplayScript));
        Add("quits-at-once");
        Folder.PutSave("quits-at-once", 2, 0, ("control.lua", HostFolder.FreeplayScript));
        Add("without-rcon");
        Folder.PutSave("without-rcon", 2, 0, ("control.lua", HostFolder.FreeplayScript));
        Add("other-password");
        Add("no-directory");
        await File.WriteAllTextAsync(DirectoryOf("no-directory"), "A file where a directory is wanted.");
        foreach (var name in _instances.Select(instance => instance!["name"]!.GetValue<string>()).Where(name => File.Exists(PathOfSave(name))))
            _saves[name] = await File.ReadAllBytesAsync(PathOfSave(name));

        Folder.Configure(new Uri("http://127.0.0.1:9/"), "no controller", 1, factorio, [.. _instances.Select(instance => instance!.DeepClone().AsObject())]);
        _host = Invsync.Start(_directory.FullName, "host", "run", "--config", Folder.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _gamePort.Dispose();
        _rconPort.Dispose();
        _directory.Delete(recursive: true);
    }

    private void Add(string name, params (string Entry, int Value)[] entries)
    {
        var instance = new JsonObject { ["name"] = name, ["id"] = _instances.Count + 1, ["restartAfterCrash"] = false };
        foreach (var (entry, value) in entries)
            instance[entry] = value;
        _instances.Add(instance);
    }

    // The host gives the instance's directory, then the save, the ports and the password, in this order.
    private static void PutFaultsBeforeTheGame(string executable)
    {
        File.Move(executable, executable + ".sound");
        File.WriteAllText(executable, """
            #!/bin/sh
            case "$*" in
              *quits-at-once*)
                echo "error while loading shared libraries: libsomething.so.6" >&2
                exit 127 ;;
              *without-rcon*)
                echo "   0.100 Info RemoteCommandProcessor.cpp:133: Starting RCON interface at IP ADDR:({0.0.0.0:$8})"
                echo "   0.200 Info ServerMultiplayerManager.cpp:803: updateTick(4294967295) changing state from(CreatingGame) to(InGame)"
                exec cat ;;
              *--start-server*other-password*)
                exec "$0.sound" "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" --rcon-password another ;;
            esac
            exec "$0.sound" "$@"

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(executable, File.GetUnixFileMode(executable + ".sound"));
    }
}

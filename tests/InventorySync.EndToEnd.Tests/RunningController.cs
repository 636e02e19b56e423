using System.Text.Json.Nodes;
using InventorySync.Cli.Cluster;
using InventorySync.Simulator.Installation;

namespace InventorySync.EndToEnd.Tests;

/// <summary>One controller as a process, and somebody whom it has to serve all the time.</summary>
public sealed class RunningController : IAsyncLifetime
{
    private const int OtherHostId = 900;

    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("invsync-test-");
    private ChildProcess? _controller;
    private GamelessInstance? _other;

    /// <summary>Where the tests put what they need.</summary>
    public string Directory => _directory.FullName;

    public string DataDirectory => Path.Combine(Directory, "controller");

    public Uri Url { get; private set; } = new("http://127.0.0.1:0/");

    /// <summary>An instance that has done nothing wrong.</summary>
    public GamelessInstance Other => _other ?? throw new InvalidOperationException("The controller has not started.");

    private string FactorioDirectory => Path.Combine(Directory, "factorio");

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        FactorioInstallation.LayOut(FactorioDirectory, FactorioInstallation.DefaultVersion, FactorioInstallation.SimulatorBesideThisProgram);
        _controller = Invsync.Start(Directory, "controller", "run", "--data", DataDirectory, "--listen", "127.0.0.1:0");
        var line = await _controller.WaitForLineAsync("http://", limit.Token);
        Url = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0]);
        _other = await GamelessInstance.ConnectAsync(Url, OtherHostId, await CreateTokenAsync(OtherHostId, limit.Token), limit.Token);
    }

    /// <summary>A token as an operator makes it.</summary>
    public Task<string> CreateTokenAsync(int hostId, CancellationToken ct) => CreateTokenAsync(hostId, DataDirectory, ct);

    /// <summary>A token of the controller whose data are in <paramref name="dataDirectory"/>.</summary>
    public async Task<string> CreateTokenAsync(int hostId, string dataDirectory, CancellationToken ct)
    {
        var (code, output) = await Invsync.RunAsync(Directory, ct, "token", "create-host", $"{hostId}", "--data", dataDirectory);
        Assert.Equal(0, code);
        return output.Trim();
    }

    /// <summary>Starts a host with one instance, which it does not start.</summary>
    public ChildProcess StartHost(int hostId, string token, int instanceId)
    {
        var folder = new HostFolder(Path.Combine(Directory, $"host-{hostId}"));
        folder.Configure(
            Url, token, hostId, FactorioDirectory,
            new JsonObject { ["name"] = $"instance of host {hostId}", ["id"] = instanceId, ["autoStart"] = false });
        return Invsync.Start(folder.Directory, "host", "run", "--config", folder.Configuration);
    }

    /// <summary>The controller goes on: somebody else is answered.</summary>
    public async Task AssertServesOthersAsync(CancellationToken ct)
    {
        Assert.Null(await Other.FetchAsync("nobody", ct));
        Assert.False(_controller!.HasExited);
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is not null)
            await _other.DisposeAsync();
        if (_controller is not null)
            await _controller.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}

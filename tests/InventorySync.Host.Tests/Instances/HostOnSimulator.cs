using System.Net;
using System.Net.Sockets;
using InventorySync.Host.Configuration;
using InventorySync.Simulator.Installation;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Tests.Instances;

/// <summary>A host with simulated game servers, each a process of its own, and no controller.</summary>
internal sealed class HostOnSimulator : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ILoggerFactory _loggers;
    private HostApplication? _host;

    public HostOnSimulator()
    {
        FactorioInstallation.LayOut(Factorio, FactorioInstallation.DefaultVersion, FactorioInstallation.SimulatorBesideThisProgram);
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
    }

    public SeenLog Log { get; } = new();

    public string Factorio => _directory.Combine("factorio");

    public HostApplication Host => _host ??= Create();

    public List<InstanceOptions> Instances { get; } = [new InstanceOptions { Name = "Nauvis", Id = 1, AutoStart = false }];

    public string DirectoryOf(string instance, params string[] names) => _directory.Combine(["instances", instance, .. names]);

    /// <summary>A host that knows the same directories, as after a restart.</summary>
    public HostApplication Create() => new(
        new HostOptions
        {
            ControllerUrl = new Uri("http://127.0.0.1:9/"),
            ControllerToken = "none",
            HostId = 1,
            HostName = "test",
            FactorioDirectory = Factorio,
            InstancesDirectory = _directory.Combine("instances"),
            JournalDirectory = _directory.Combine("journal"),
            Instances = Instances,
        },
        TimeProvider.System,
        _loggers);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _loggers.Dispose();
        _directory.Dispose();
    }

    /// <summary>A TCP port that somebody listens on.</summary>
    public static TcpListener Occupy(out int port)
    {
        var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}

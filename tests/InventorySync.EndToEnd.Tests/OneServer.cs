using InventorySync.Cli.Cluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>The smallest cluster: one simulated server.</summary>
public sealed class OneServer : IAsyncLifetime
{
    public const string Name = "nauvis";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("invsync-test-");
    private LocalCluster? _cluster;

    public LocalCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster has not started.");

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        _cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Directory = _directory.FullName, Servers = [Name], Clock = "fast" }, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}

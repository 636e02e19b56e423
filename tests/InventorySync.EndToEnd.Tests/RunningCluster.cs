using InventorySync.Cli.Cluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>One cluster of real processes for the tests of a class: a controller, a host, two simulated servers.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    public const string Nauvis = "nauvis";
    public const string Vulcanus = "vulcanus";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("invsync-test-");
    private LocalCluster? _cluster;

    public LocalCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster has not started.");

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        _cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Directory = _directory.FullName, Clock = "fast" }, limit.Token);

        // The samples come of games that had these; they decide how many slots a character has.
        foreach (var server in _cluster.Servers)
        {
            foreach (var technology in new[] { "toolbelt", "logistic-robotics" })
                await _cluster[server].LuaAsync($"game.forces.player.technologies['{technology}'].researched = true", limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>A token that ends a test which hangs, and with it the wait for what does not come.</summary>
    public static CancellationTokenSource Limit() => LimitOf(TimeSpan.FromMinutes(4));

    private static CancellationTokenSource LimitOf(TimeSpan patience)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        return limit;
    }
}

using InventorySync.Cli.Cluster;

namespace InventorySync.EndToEnd.Tests;

public class The_demo
{
    [Fact]
    public async Task Tells_its_story_to_the_end_and_finds_nothing_lost()
    {
        using var limit = RunningCluster.Limit();
        var directory = Directory.CreateTempSubdirectory("invsync-demo-test-");
        try
        {
            await using var demo = ChildProcess.Start(
                "demo",
                [Path.Combine(AppContext.BaseDirectory, "invsync"), "demo", "--directory", Path.Combine(directory.FullName, "cluster")],
                Path.Combine(directory.FullName, "demo.log"));

            await demo.WaitForLineAsync("Nothing was lost, nothing was doubled", limit.Token);
            Assert.Equal(0, await demo.WaitForExitAsync(limit.Token));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}

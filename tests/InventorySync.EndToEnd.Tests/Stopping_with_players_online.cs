using InventorySync.Cli.Demo;
using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>A host is stopped in order while players are on its servers.</summary>
public sealed class Stopping_with_players_online(RunningCluster running) : IClassFixture<RunningCluster>
{
    [Fact]
    public async Task Catalogue_W8_the_player_goes_on_elsewhere_at_once_with_everything()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await using var elsewhere = await cluster.ConnectGamelessInstanceAsync(limit.Token);
        await cluster.JoinAsync(Vulcanus, "sam", limit.Token);
        await cluster[Vulcanus].GiveAsync("sam", "steel-plate", 90, limit.Token);
        await cluster.JoinAsync(Nauvis, "kim", limit.Token);
        await cluster[Nauvis].GiveAsync("kim", "copper-plate", 70, limit.Token);
        var sam = await cluster[Vulcanus].ReadAsync("sam", limit.Token);
        var kim = await cluster[Nauvis].ReadAsync("kim", limit.Token);

        await cluster.StopHostAsync();

        // Nobody holds them any more, and the controller has what they own, before any server runs again.
        var stored = await elsewhere.FetchAsync("sam", limit.Token);
        Assert.Contains("steel-plate", stored!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("copper-plate", (await elsewhere.FetchAsync("kim", limit.Token))!.ToJsonString(), StringComparison.Ordinal);

        await cluster.StartHostAsync(limit.Token);
        await cluster.JoinAsync(Nauvis, "sam", limit.Token);
        Assert.Empty(Differences.Between(sam, await cluster[Nauvis].ReadAsync("sam", limit.Token)));
        await cluster.JoinAsync(Nauvis, "kim", limit.Token);
        Assert.Empty(Differences.Between(kim, await cluster[Nauvis].ReadAsync("kim", limit.Token)));

        // Nothing was uploaded twice in between: the generation that sam was given is the one that was stored at the stop.
        await cluster.LeaveAsync(Nauvis, "sam", limit.Token);
        await cluster.LeaveAsync(Nauvis, "kim", limit.Token);
        Assert.Equal(stored["generation"]!.GetValue<long>() + 1, (await elsewhere.FetchAsync("sam", limit.Token))!["generation"]!.GetValue<long>());
    }

    [Fact]
    public async Task Without_a_controller_the_stop_is_in_order_and_the_journal_hands_it_in_later()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await using var elsewhere = await cluster.ConnectGamelessInstanceAsync(limit.Token);
        await cluster.JoinAsync(Nauvis, "ole", limit.Token);
        await cluster[Nauvis].GiveAsync("ole", "iron-plate", 33, limit.Token);
        var owned = await cluster[Nauvis].ReadAsync("ole", limit.Token);

        await cluster.KillControllerAsync(limit.Token);
        await cluster.StopHostAsync();
        await cluster.StartControllerAsync(limit.Token);
        await cluster.StartHostAsync(limit.Token);
        await elsewhere.UntilFreeAsync("ole", limit.Token);
        await cluster.JoinAsync(Vulcanus, "ole", limit.Token);

        Assert.Empty(Differences.Between(owned, await cluster[Vulcanus].ReadAsync("ole", limit.Token)));
        await cluster.LeaveAsync(Vulcanus, "ole", limit.Token);
    }
}

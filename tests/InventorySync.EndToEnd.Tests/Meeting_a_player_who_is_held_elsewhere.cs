using InventorySync.Cli.Demo;
using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>The same account on two servers at once (failure catalogue L15, L16).</summary>
public sealed class Meeting_a_player_who_is_held_elsewhere(RunningCluster running) : IClassFixture<RunningCluster>
{
    [Fact]
    public async Task The_dialog_names_the_server_and_the_inventory_comes_by_itself_when_it_is_free()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await cluster.JoinAsync(Nauvis, "bea", limit.Token);
        await cluster[Nauvis].GiveAsync("bea", "rail", 100, limit.Token);
        var owned = await cluster[Nauvis].ReadAsync("bea", limit.Token);

        var waiting = cluster.JoinAsync(Vulcanus, "bea", limit.Token);
        var dialog = await cluster.WaitForDialogAsync(Vulcanus, "bea", Nauvis, limit.Token);
        Assert.False(waiting.IsCompleted);
        await cluster.LeaveAsync(Nauvis, "bea", limit.Token);
        await waiting;

        Assert.Contains(Nauvis, dialog, StringComparison.Ordinal);
        Assert.Empty(Differences.Between(owned, await cluster[Vulcanus].ReadAsync("bea", limit.Token)));
        await cluster.LeaveAsync(Vulcanus, "bea", limit.Token);
    }

    [Fact]
    public async Task A_temporary_inventory_taken_meanwhile_is_merged_into_the_synced_one_once()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await cluster.JoinAsync(Vulcanus, "tom", limit.Token);
        await cluster.LeaveAsync(Vulcanus, "tom", limit.Token);
        await cluster.JoinAsync(Nauvis, "tom", limit.Token);
        await cluster[Nauvis].GiveAsync("tom", "rail", 100, limit.Token);

        await cluster[Vulcanus].JoinAsync("tom", limit.Token);
        await cluster.WaitForDialogAsync(Vulcanus, "tom", Nauvis, limit.Token);
        await cluster[Vulcanus].ClickAsync("tom", "inventory_sync_temporary", limit.Token);
        await cluster[Vulcanus].GiveAsync("tom", "uranium-238", 5, limit.Token);
        await cluster[Vulcanus].LeaveAsync("tom", limit.Token);
        await cluster.LeaveAsync(Nauvis, "tom", limit.Token);
        await cluster.JoinAsync(Vulcanus, "tom", limit.Token);

        var owned = await cluster[Vulcanus].ReadAsync("tom", limit.Token);
        Assert.Equal(100, Count(owned, "rail"));
        Assert.Equal(5, Count(owned, "uranium-238"));
        await cluster.LeaveAsync(Vulcanus, "tom", limit.Token);
        await cluster.JoinAsync(Vulcanus, "tom", limit.Token);
        Assert.Equal(5, Count(await cluster[Vulcanus].ReadAsync("tom", limit.Token), "uranium-238"));
        await cluster.LeaveAsync(Vulcanus, "tom", limit.Token);
    }

    private static int Count(System.Text.Json.Nodes.JsonObject owned, string item) =>
        owned["inventories"]!["main"]!["slots"]!.AsObject()
            .Where(slot => slot.Value!["name"]!.GetValue<string>() == item)
            .Sum(slot => slot.Value!["count"]!.GetValue<int>());
}

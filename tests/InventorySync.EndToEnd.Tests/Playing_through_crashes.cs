using System.Text.Json.Nodes;
using InventorySync.Cli.Demo;
using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>Processes are killed while a player owns things; what was acknowledged or saved is there afterwards.</summary>
public sealed class Playing_through_crashes(RunningCluster running) : IClassFixture<RunningCluster>
{
    [Fact]
    public async Task A_server_that_is_killed_uploads_what_its_save_knows_of_the_player()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await cluster.JoinAsync(Vulcanus, "sam", limit.Token);
        await cluster[Vulcanus].GiveAsync("sam", "steel-plate", 90, limit.Token);
        await cluster[Vulcanus].SaveAsync(limit.Token);
        var saved = await cluster[Vulcanus].ReadAsync("sam", limit.Token);
        await cluster[Vulcanus].GiveAsync("sam", "uranium-ore", 50, limit.Token);

        await cluster.KillServerAsync(Vulcanus, limit.Token);
        await cluster.WaitForServerAsync(Vulcanus, limit.Token);
        await cluster.WaitForUploadAsync(Vulcanus, "sam", limit.Token);
        await cluster.JoinAsync(Nauvis, "sam", limit.Token);

        Assert.Empty(Differences.Between(saved, await cluster[Nauvis].ReadAsync("sam", limit.Token)));
        await cluster.LeaveAsync(Nauvis, "sam", limit.Token);
    }

    [Fact]
    public async Task An_upload_waits_for_a_controller_that_was_killed()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await cluster.JoinAsync(Nauvis, "cora", limit.Token);
        await cluster[Nauvis].GiveAsync("cora", "copper-plate", 77, limit.Token);
        var owned = await cluster[Nauvis].ReadAsync("cora", limit.Token);

        await cluster.KillControllerAsync(limit.Token);
        await cluster[Nauvis].LeaveAsync("cora", limit.Token);
        await cluster.StartControllerAsync(limit.Token);
        await cluster.WaitForUploadAsync(Nauvis, "cora", limit.Token);
        await cluster.JoinAsync(Vulcanus, "cora", limit.Token);

        Assert.Empty(Differences.Between(owned, await cluster[Vulcanus].ReadAsync("cora", limit.Token)));
        await cluster.LeaveAsync(Vulcanus, "cora", limit.Token);
    }

    [Fact]
    public async Task A_controller_that_is_killed_still_knows_who_plays_where()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await cluster.JoinAsync(Nauvis, "hanna", limit.Token);

        await cluster.KillControllerAsync(limit.Token);
        await cluster.StartControllerAsync(limit.Token);
        await cluster[Vulcanus].JoinAsync("hanna", limit.Token);

        Assert.Contains(Nauvis, await cluster.WaitForDialogAsync(Vulcanus, "hanna", Nauvis, limit.Token), StringComparison.Ordinal);
        await cluster[Vulcanus].LeaveAsync("hanna", limit.Token);
        await cluster.LeaveAsync(Nauvis, "hanna", limit.Token);
    }

    [Fact]
    public async Task A_host_that_is_killed_starts_its_servers_again_and_the_player_keeps_what_was_saved()
    {
        using var limit = Limit();
        var cluster = running.Cluster;
        await cluster.JoinAsync(Nauvis, "hugo", limit.Token);
        await cluster[Nauvis].GiveAsync("hugo", new JsonArray(MidGameInventory.Armor), limit.Token);
        await cluster[Nauvis].SaveAsync(limit.Token);
        var saved = await cluster[Nauvis].ReadAsync("hugo", limit.Token);

        await cluster.KillHostAsync(limit.Token);
        await cluster.StartHostAsync(limit.Token);
        await cluster.WaitForUploadAsync(Nauvis, "hugo", limit.Token);
        await cluster.JoinAsync(Vulcanus, "hugo", limit.Token);

        Assert.Empty(Differences.Between(saved, await cluster[Vulcanus].ReadAsync("hugo", limit.Token)));
        await cluster.LeaveAsync(Vulcanus, "hugo", limit.Token);
    }
}

using System.Text.Json.Nodes;
using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>
/// The controller has a document that is JSON with a good generation, but nothing that a character could own. Nobody is
/// locked out, and the document stays as it is until somebody mends it.
/// </summary>
public sealed class Receiving_a_document_that_is_refused(OneServer running) : IClassFixture<OneServer>
{
    [Theory]
    [InlineData("nora", """{"character":5}""")]
    [InlineData("nils", """{"tag":{"very":"odd"}}""")]
    [InlineData("nina", """{"character":{"inventories":{"main":{"i":[{"n":"coal","c":-3}]}}}}""")]
    [InlineData("noel", """{"character":{"inventories":{"main":{"i":[{"n":"coal","c":1,"r":1000000000}]}}}}""")]
    public async Task The_player_is_told_and_may_play_and_gets_the_inventory_once_it_is_mended(string player, string hostile)
    {
        using var limit = Limit();
        var (cluster, server) = (running.Cluster, running.Cluster[OneServer.Name]);
        await using var store = await cluster.ConnectGamelessInstanceAsync(limit.Token);
        var sound = ComposedDocuments.WithTexts(player, "mine");
        await store.StoreAsync(With(sound, hostile), limit.Token);
        var stored = await store.FetchAsync(player, limit.Token);

        await server.JoinAsync(player, limit.Token);
        var dialog = await cluster.WaitForDialogAsync(OneServer.Name, player, "Your inventory could not be restored.", limit.Token);
        Assert.Contains("Nothing is lost: the cluster keeps your inventory.", dialog, StringComparison.Ordinal);
        Assert.Contains("Play with a temporary inventory", dialog, StringComparison.Ordinal);

        await server.ClickAsync(player, "inventory_sync_temporary", limit.Token);
        Assert.Equal("character", (await server.ReadAsync(player, limit.Token))["controller"]!.GetValue<string>());
        await server.GiveAsync(player, "rail", 7, limit.Token);
        await cluster.LeaveAsync(OneServer.Name, player, limit.Token);
        await store.UntilFreeAsync(player, limit.Token);
        Assert.True(JsonNode.DeepEquals(stored, await store.FetchAsync(player, limit.Token)));

        await store.StoreAsync(sound, limit.Token);
        await cluster.JoinAsync(OneServer.Name, player, limit.Token);
        await cluster.LeaveAsync(OneServer.Name, player, limit.Token);
        var mended = await store.FetchAsync(player, limit.Token);
        var totals = PlayerDocuments.Totals(mended!);
        Assert.Equal(7, totals["rail normal"]);
        Assert.Equal(100, totals["iron-plate normal"]);
    }

    private static JsonObject With(JsonObject document, string hostile)
    {
        var changed = document.DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(hostile)!.AsObject())
            changed[name] = value?.DeepClone();
        return changed;
    }
}

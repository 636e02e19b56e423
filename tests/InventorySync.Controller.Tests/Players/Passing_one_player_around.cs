using System.Text.Json.Nodes;
using InventorySync.Controller.Tests.Support;

namespace InventorySync.Controller.Tests.Players;

public class Passing_one_player_around
{
    private const int Visits = 15;

    /// <summary>
    /// Each server waits in line, adds one to a counter in the document, and goes on. The clock stands still, so that nobody
    /// is helped by a timeout: a lost turn would hang, a lost document would show in the sum.
    /// </summary>
    [Fact]
    public async Task Every_server_gets_its_turns_and_no_visit_is_lost()
    {
        await using var controller = await RunningController.StartAsync();
        await using var first = await controller.ConnectAsync(101, true, 1);
        await using var second = await controller.ConnectAsync(102, true, 2);
        await using var third = await controller.ConnectAsync(103, true, 3);

        await Task.WhenAll(VisitAsync(first, 1), VisitAsync(second, 2), VisitAsync(third, 3));

        var last = await first.AcquireAsync(1);
        Assert.Equal(3 * Visits, last["generation"]?.GetValue<int>());
        Assert.Equal(3 * Visits, (await first.DownloadAsync(1))["playerData"]?["counter"]?.GetValue<int>());
        Assert.Equal((3 * Visits) + 1, last["token"]?.GetValue<int>());
    }

    private static async Task VisitAsync(TestHost host, int instance)
    {
        for (var visit = 0; visit < Visits; visit++)
        {
            var have = new JsonObject { ["generation"] = 0, ["revision"] = "none" };
            JsonObject grant;
            while ((grant = await host.AcquireAsync(instance, more: new() { ["have"] = have.DeepClone(), ["wait"] = true }))["status"]!.GetValue<string>() == "busy")
                await host.NextEventAsync("inventory_sync_extended:PlayerAvailableEvent");

            var generation = grant["generation"]!.GetValue<long>() + 1;
            var document = Serving_our_own_host.Document(generation, $"i{instance}.{visit}");
            document["counter"] = (grant["playerData"]?["counter"]?.GetValue<int>() ?? 0) + 1;
            var answer = await host.UploadAsync(
                instance, document, basedOn: grant["revision"]?.GetValue<string>() ?? "", token: grant["token"]!.GetValue<long>());
            Assert.Equal("stored", answer?["status"]?.GetValue<string>());
        }
    }
}

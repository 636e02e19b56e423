using InventorySync.Controller.Tests.Support;
using InventorySync.Core.Players;
using InventorySync.Protocol.Link;

namespace InventorySync.Controller.Tests.Starting;

public class Restarting_the_controller
{
    [Fact]
    public async Task Keeps_acquisitions_and_documents()
    {
        await using var controller = await RunningController.StartAsync();
        await using (var before = await controller.ConnectAsync(101, true, 1))
        {
            await before.UploadAsync(1, Players.Serving_our_own_host.Document(1, "r1"));
            await before.AcquireAsync(1);
            await controller.RestartAsync();
        }

        await using var other = await controller.ConnectAsync(102, true, 2);
        var busy = await other.AcquireAsync(2);
        await using var host = await controller.ConnectAsync(101, true, 1);
        var mine = await host.AcquireAsync(1);

        Assert.Equal("busy", busy["status"]?.GetValue<string>());
        Assert.Equal("spec-1", busy["message"]?.GetValue<string>());
        Assert.Equal(2, mine["token"]?.GetValue<int>());
        Assert.Equal("r1", mine["revision"]?.GetValue<string>());
    }

    [Fact]
    public async Task Waits_for_a_server_that_does_not_come_back_as_long_as_for_any_that_is_lost()
    {
        await using var controller = await RunningController.StartAsync();
        await using (var before = await controller.ConnectAsync(101, true, 1))
        {
            await before.AcquireAsync(1);
            await controller.StopAsync();
        }

        // However long it was away: that time is not the server's fault.
        controller.Clock.Advance(TimeSpan.FromHours(1));
        await controller.RestartAsync();
        await using var other = await controller.ConnectAsync(102, true, 2);
        var waiting = await other.AcquireAsync(2);
        controller.Clock.Advance(TimeSpan.FromSeconds(60));
        var granted = await other.AcquireAsync(2);

        Assert.Equal("lost", waiting["reason"]?.GetValue<string>());
        Assert.Equal("acquired", granted["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task Says_goodbye_to_hosts_which_connect_again()
    {
        await using var controller = await RunningController.StartAsync();
        using var client = await PlainClient.ConnectAsync(controller.Application.Address, controller.Ct);
        await client.ReceiveAsync();
        await client.SendAsync($$$"""{"type":"registerHost","data":{"token":"{{{await controller.TokenForAsync(7)}}}","version":"x","id":7,"plugins":{} }}""");
        await client.ReceiveAsync();

        var stopping = controller.StopAsync();
        await client.ExpectAsync("""{"type":"disconnect","data":"prepare"}""");
        await client.SendAsync("""{"type":"disconnect","data":"ready"}""");

        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(1001, (int?)client.CloseStatus);
        await stopping.WaitAsync(controller.Ct);
    }

    [Fact]
    public async Task Everything_that_was_answered_is_there()
    {
        await using var controller = await RunningController.StartAsync();
        await using (var host = await controller.ConnectAsync(101, true, 1))
        {
            for (var g = 1; g <= 20; g++)
                Assert.Equal("stored", (await host.UploadAsync(1, Players.Serving_our_own_host.Document(g, $"r{g}")))?["status"]?.GetValue<string>());
        }

        await controller.RestartAsync();

        var state = await controller.Application.Store.ReadAsync(PlayerName.Parse("Wren"), controller.Ct);
        Assert.Equal(20, state?.Document?.Generation.Value);
    }
}

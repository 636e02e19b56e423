using System.Text.Json.Nodes;
using InventorySync.Controller.Tests.Support;
using InventorySync.Protocol.Link;

namespace InventorySync.Controller.Tests.Players;

public class Waiting_for_a_player
{
    private const string Available = "inventory_sync_extended:PlayerAvailableEvent";

    private static JsonObject Wait => new() { ["wait"] = true };

    [Fact]
    public async Task The_first_in_line_is_told_when_the_player_is_released()
    {
        await using var controller = await RunningController.StartAsync();
        await using var holder = await controller.ConnectAsync(101, true, 1);
        await using var waiter = await controller.ConnectAsync(102, true, 2);
        await holder.AcquireAsync(1);
        Assert.Equal("busy", (await waiter.AcquireAsync(2, more: Wait))["status"]?.GetValue<string>());

        await holder.ReleaseAsync(1);

        var told = await waiter.NextEventAsync(Available);
        Assert.Equal(LinkAddress.Instance(2), told.Destination);
        Assert.Equal("""{"playerName":"Wren"}"""u8.ToArray(), told.Data.ToArray());
    }

    [Fact]
    public async Task The_first_in_line_is_told_when_the_holder_uploaded()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1);
        await host.AcquireAsync(2, more: Wait);

        await host.UploadAsync(1, Serving_our_own_host.Document(1, "r1"), basedOn: "", token: 1);

        Assert.Equal(LinkAddress.Instance(2), (await host.NextEventAsync(Available)).Destination);
        Assert.Equal("r1", (await host.AcquireAsync(2))["revision"]?.GetValue<string>());
    }

    [Fact]
    public async Task The_next_is_told_when_the_first_does_not_ask_within_five_seconds()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2, 3);
        await host.AcquireAsync(1);
        await host.AcquireAsync(2, more: Wait);
        await host.AcquireAsync(3, more: Wait);

        await host.ReleaseAsync(1);
        Assert.Equal(2, (await host.NextEventAsync(Available)).Destination.Id);
        controller.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await host.HostRequestAsync("PingRequest");
        Assert.False(host.HasEvent(Available));
        controller.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(3, (await host.NextEventAsync(Available)).Destination.Id);
    }

    [Fact]
    public async Task The_first_in_line_is_told_when_a_lost_holder_expires()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1);
        await host.AcquireAsync(2, more: Wait);

        await host.StatusAsync(1, "stopped");
        controller.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(2, (await host.NextEventAsync(Available)).Destination.Id);
        Assert.Equal("acquired", (await host.AcquireAsync(2))["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task One_that_stopped_waiting_is_not_told()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2, 3);
        await host.AcquireAsync(1);
        await host.AcquireAsync(2, more: Wait);
        await host.AcquireAsync(3, more: Wait);

        await host.RequestAsync(2, "inventory_sync_extended:StopWaitingRequest", new JsonObject { ["playerName"] = "Wren" });
        await host.ReleaseAsync(1);

        Assert.Equal(3, (await host.NextEventAsync(Available)).Destination.Id);
    }

    [Fact]
    public async Task One_that_is_told_and_finds_the_player_taken_again_keeps_its_place()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2, 3);
        await host.AcquireAsync(1);
        await host.AcquireAsync(2, more: Wait);
        await host.ReleaseAsync(1);
        await host.NextEventAsync(Available);
        await host.AcquireAsync(3);
        Assert.Equal("busy", (await host.AcquireAsync(2, more: Wait))["status"]?.GetValue<string>());

        controller.Clock.Advance(TimeSpan.FromSeconds(6));
        await host.ReleaseAsync(3);

        Assert.Equal(2, (await host.NextEventAsync(Available)).Destination.Id);
    }

    [Fact]
    public async Task A_server_known_to_be_dead_is_not_waited_for()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1);
        await host.AcquireAsync(2, more: Wait);

        var settled = await host.HostRequestAsync(
            "inventory_sync_extended:InstanceDiedRequest", new JsonObject { ["instanceId"] = 1, ["signal"] = "SIGKILL" });

        Assert.Equal("""{"settled":["Wren"]}""", settled?.ToJsonString());
        Assert.Equal(2, (await host.NextEventAsync(Available)).Destination.Id);
        Assert.Equal("acquired", (await host.AcquireAsync(2))["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_plain_host_is_never_told()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, false, 1, 2);
        await host.AcquireAsync(1);
        Assert.Equal("""{"status":"busy","message":"spec-1"}""", (await host.AcquireAsync(2, more: Wait)).ToJsonString());

        await host.ReleaseAsync(1);
        await host.HostRequestAsync("PingRequest");

        Assert.False(host.HasEvent(Available));
    }
}

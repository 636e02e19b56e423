using System.Text.Json.Nodes;
using InventorySync.Controller.Tests.Support;

namespace InventorySync.Controller.Tests.Instances;

public class An_instance_that_stops_or_is_lost
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Keeps_its_players_for_the_player_lock_timeout()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1);

        await host.StatusAsync(1, "stopped");
        var waiting = await host.AcquireAsync(2);
        controller.Clock.Advance(LockTimeout);

        Assert.Equal("busy", waiting["status"]?.GetValue<string>());
        Assert.Equal("lost", waiting["reason"]?.GetValue<string>());
        Assert.Equal(RunningController.Noon + LockTimeout, waiting["until"]?.GetValue<DateTimeOffset>());
        Assert.Equal("acquired", await StatusOfAcquireAsync(host, 2));
    }

    [Fact]
    public async Task Keeps_its_players_when_it_runs_again_in_time()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1);

        await host.StatusAsync(1, "stopped");
        controller.Clock.Advance(LockTimeout / 2);
        await host.StatusAsync(1, "starting");
        await host.StatusAsync(1, "running");
        controller.Clock.Advance(2 * LockTimeout);

        Assert.Equal("busy", await StatusOfAcquireAsync(host, 2));
    }

    [Fact]
    public async Task Gets_an_acquisition_that_expires_when_it_asks_late()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.StatusAsync(1, "stopped");

        Assert.Equal("acquired", await StatusOfAcquireAsync(host, 1));
        controller.Clock.Advance(LockTimeout);

        Assert.Equal("acquired", await StatusOfAcquireAsync(host, 2));
    }

    [Fact]
    public async Task Keeps_its_players_for_the_same_time_when_its_host_is_gone()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        await using var other = await controller.ConnectAsync(102, true, 2);
        await host.AcquireAsync(1);

        await host.DisconnectAsync();
        var waiting = await WaitUntilLostAsync(other, 2);
        controller.Clock.Advance(LockTimeout);

        Assert.Equal("spec-1", waiting["message"]?.GetValue<string>());
        Assert.Equal("acquired", await StatusOfAcquireAsync(other, 2));
    }

    [Fact]
    public async Task Keeps_its_players_while_its_hosts_session_may_be_resumed_and_for_that_time_after()
    {
        await using var controller = await RunningController.StartAsync();
        await using var other = await controller.ConnectAsync(102, true, 2);
        using (var host = await PlainClient.ConnectAsync(controller.Application.Address, controller.Ct))
            await AcquireWithOneInstanceAsync(host, await controller.TokenForAsync(101));

        // Cut off without a word. That is noticed on its own time, so the clock goes on until it was.
        JsonObject waiting;
        while ((waiting = await other.AcquireAsync(2))["reason"]?.GetValue<string>() != "lost")
            controller.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("busy", waiting["status"]?.GetValue<string>());
        controller.Clock.Advance(LockTimeout);
        Assert.Equal("acquired", await StatusOfAcquireAsync(other, 2));
    }

    [Fact]
    public async Task Has_its_players_back_when_its_host_reports_it_as_running()
    {
        await using var controller = await RunningController.StartAsync();
        await using var other = await controller.ConnectAsync(102, true, 2);
        await using (var host = await controller.ConnectAsync(101, true, 1))
        {
            await host.AcquireAsync(1);
            await host.DisconnectAsync();
        }

        await WaitUntilLostAsync(other, 2);
        await using var again = await controller.ConnectAsync(101, true, 1);
        controller.Clock.Advance(2 * LockTimeout);

        Assert.Equal("busy", await StatusOfAcquireAsync(other, 2));
    }

    [Fact]
    public async Task Is_stored_after_its_time_if_nobody_played_since()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1);
        await host.StatusAsync(1, "stopped");
        controller.Clock.Advance(2 * LockTimeout);

        var answer = await host.UploadAsync(1, Players.Serving_our_own_host.Document(1, "r1"), basedOn: "", token: 1);

        Assert.Equal("stored", answer?["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task Is_superseded_after_its_time_while_another_plays_which_keeps_the_player()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2, 3);
        await host.AcquireAsync(1);
        await host.StatusAsync(1, "stopped");
        controller.Clock.Advance(LockTimeout);
        await host.AcquireAsync(2);

        var late = await host.UploadAsync(1, Players.Serving_our_own_host.Document(1, "x1"), basedOn: "", token: 1);

        Assert.Equal("superseded", late?["status"]?.GetValue<string>());
        Assert.Equal("busy", await StatusOfAcquireAsync(host, 3));
        var legitimate = await host.UploadAsync(2, Players.Serving_our_own_host.Document(1, "r1"), basedOn: "", token: 2);
        Assert.Equal("stored", legitimate?["status"]?.GetValue<string>());
    }

    private static async Task AcquireWithOneInstanceAsync(PlainClient host, string token)
    {
        await host.ReceiveAsync();
        await host.SendAsync($$$"""{"type":"registerHost","data":{"token":"{{{token}}}","version":"x","id":101,"plugins":{} }}""");
        await host.ReceiveAsync();
        await host.SendAsync("""{"type":"request","seq":1,"src":[1,101,1],"dst":[0,0],"name":"InstancesUpdateRequest","data":[{"config":{"instance.id":1},"status":"running"}]}""");
        await host.ReceiveAsync();
        await host.SendAsync("""{"type":"response","seq":2,"src":[1,101],"dst":[0,0,1]}""");
        await host.ReceiveAsync();
        await host.ReceiveAsync();
        await host.SendAsync("""{"type":"request","seq":3,"src":[2,1,1],"dst":[0,0],"name":"inventory_sync:AcquireRequest","data":{"instanceId":1,"playerName":"Wren"}}""");
        Assert.Equal("acquired", (await host.ReceiveAsync())?["data"]?["status"]?.GetValue<string>());
    }

    /// <summary>The end of a session is noticed on its own time; until then the holder is taken for playing.</summary>
    private static async Task<JsonObject> WaitUntilLostAsync(TestHost host, int instance)
    {
        while (true)
        {
            var answer = await host.AcquireAsync(instance);
            if (answer["reason"]?.GetValue<string>() == "lost")
                return answer;
        }
    }

    private static async Task<string?> StatusOfAcquireAsync(TestHost host, int instance) =>
        (await host.AcquireAsync(instance))["status"]?.GetValue<string>();
}

using System.Text.Json.Nodes;
using InventorySync.Controller.Tests.Support;
using InventorySync.Core.Instances;

namespace InventorySync.Controller.Tests.Instances;

public class Reporting_instances
{
    [Fact]
    public async Task Unknown_ones_belong_to_the_reporter_which_is_told_before_the_answer()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101);
        await host.ReportAsync((1, "running"), (2, "stopped"));

        var told = new[] { await host.NextRequestAsync(), await host.NextRequestAsync() };

        Assert.All(told, request => Assert.Equal("InstanceAssignInternalRequest", request.Name));
        Assert.Equal([1, 2], told.Select(request => JsonNode.Parse(request.Data.Span)!["instanceId"]!.GetValue<int>()));
        var config = JsonNode.Parse(told[0].Data.Span)!["config"];
        Assert.Equal(101, config?["instance.assigned_host"]?.GetValue<int>());
        Assert.Equal("2.0.72", config?["factorio.version"]?.GetValue<string>());
        Assert.True(host.HasEvent("SyncUserListsEvent"));
        var stored = await controller.Application.Store.ListInstancesAsync(controller.Ct);
        Assert.Equal([InstanceStatus.Running, InstanceStatus.Stopped], stored.Select(instance => instance.Status));
        Assert.All(stored, instance => Assert.Equal(new HostId(101), instance.Host));
    }

    [Fact]
    public async Task One_without_an_id_gets_one()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101);

        await host.HostRequestAsync("InstancesUpdateRequest", JsonNode.Parse("""[{"config":{"instance.name":"new"},"status":"stopped"}]"""));

        var assigned = JsonNode.Parse((await host.NextRequestAsync()).Data.Span)!;
        Assert.True(assigned["instanceId"]!.GetValue<int>() > 0);
        Assert.Equal(assigned["instanceId"]!.GetValue<int>(), assigned["config"]!["instance.id"]!.GetValue<int>());
    }

    [Fact]
    public async Task One_that_belongs_elsewhere_is_taken_away()
    {
        await using var controller = await RunningController.StartAsync();
        await using var owner = await controller.ConnectAsync(101, true, 1);
        await using var other = await controller.ConnectAsync(102);

        await other.ReportAsync((1, "running"), (2, "running"));

        var told = new[] { await other.NextRequestAsync(), await other.NextRequestAsync() };
        Assert.Equal(["InstanceAssignInternalRequest", "InstanceUnassignInternalRequest"], told.Select(request => request.Name));
        Assert.Equal("""{"instanceId":1}"""u8.ToArray(), told[1].Data.ToArray());
        Assert.Equal("acquired", (await owner.AcquireAsync(1))["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_known_one_that_is_not_reported_is_told_of_all_the_same()
    {
        await using var controller = await RunningController.StartAsync();
        await using (var before = await controller.ConnectAsync(101, true, 1))
            await before.DisconnectAsync();
        await using var host = await controller.ConnectAsync(101);

        await host.ReportAsync();

        var told = await host.NextRequestAsync();
        Assert.Equal(1, JsonNode.Parse(told.Data.Span)!["instanceId"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_silent_host_is_not_waited_for_for_ever()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101);
        host.Answers = false;

        var report = host.ReportAsync((1, "running"), (2, "running"));
        await host.NextRequestAsync();
        Assert.False(report.IsCompleted);
        controller.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.NextRequestAsync();
        controller.Clock.Advance(TimeSpan.FromSeconds(1));
        await report;

        Assert.Equal("acquired", (await host.AcquireAsync(1))["status"]?.GetValue<string>());
    }
}

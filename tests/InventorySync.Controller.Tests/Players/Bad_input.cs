using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Controller.Tests.Support;
using InventorySync.Core.Players;
using InventorySync.Protocol.Link;

namespace InventorySync.Controller.Tests.Players;

public class Bad_input
{
    [Theory]
    [InlineData("""{"generation":1.5,"name":"Wren"}""", "generation")]
    [InlineData("""{"generation":1e300,"name":"Wren"}""", "generation")]
    [InlineData("""{"generation":0,"name":"Wren"}""", "generation")]
    [InlineData("""{"generation":-1,"name":"Wren"}""", "generation")]
    [InlineData("""{"generation":9007199254740992,"name":"Wren"}""", "generation")]
    [InlineData("""{"generation":"5","name":"Wren"}""", "generation")]
    [InlineData("""{"name":"Wren"}""", "generation")]
    [InlineData("""{"generation":5,"name":"Kestrel"}""", "name")]
    [InlineData("""{"generation":5,"name":""}""", "name")]
    [InlineData("""{"generation":5}""", "name")]
    [InlineData("""{"generation":5,"name":"Wren","revision":"not a revision"}""", "revision")]
    [InlineData("""[]""", "playerData")]
    [InlineData("null", "playerData")]
    [InlineData("\"text\"", "playerData")]
    public async Task A_bad_document_is_refused_before_anything_changes(string document, string named)
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        await host.UploadAsync(1, Serving_our_own_host.Document(4, "r4"));
        await host.AcquireAsync(1);
        var before = await controller.Application.Store.ReadAsync(PlayerName.Parse("Wren"), controller.Ct);

        var problem = await FailAsync(
            controller, host, "inventory_sync:UploadRequest", $$"""{"instanceId":1,"playerName":"Wren","playerData":{{document}}}""");

        Assert.Equal("InvalidMessage", problem.Code);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, await controller.Application.Store.ReadAsync(PlayerName.Parse("Wren"), controller.Ct));
        Assert.Equal("acquired", (await host.AcquireAsync(1))["status"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("inventory_sync:AcquireRequest", """{"instanceId":2,"playerName":"Wren"}""", "instanceId 2 is not the instance that sends it (1)")]
    [InlineData("inventory_sync:ReleaseRequest", """{"instanceId":2,"playerName":"Wren"}""", "instanceId 2")]
    [InlineData("inventory_sync:DownloadRequest", """{"instanceId":2,"playerName":"Wren"}""", "instanceId 2")]
    [InlineData("inventory_sync:UploadRequest", """{"instanceId":2,"playerName":"Wren","playerData":{"generation":9,"name":"Wren"}}""", "instanceId 2")]
    [InlineData("inventory_sync:AcquireRequest", """{"playerName":"Wren"}""", "instanceId")]
    [InlineData("inventory_sync:AcquireRequest", """{"instanceId":1}""", "playerName")]
    [InlineData("inventory_sync:AcquireRequest", """{"instanceId":1,"playerName":""}""", "playerName")]
    [InlineData("inventory_sync:AcquireRequest", """{"instanceId":1,"playerName":"a\nb"}""", "playerName")]
    [InlineData("inventory_sync:AcquireRequest", """{"instanceId":1,"playerName":"\ud83d"}""", "playerName")]
    [InlineData("inventory_sync:AcquireRequest", """{"instanceId":1.5,"playerName":"Wren"}""", "instanceId")]
    [InlineData("inventory_sync:UploadRequest", """{"instanceId":1,"playerName":"Wren","playerData":{"generation":9,"name":"Wren"},"base":"no base"}""", "base")]
    [InlineData("inventory_sync:AcquireRequest", "", "AcquireRequest")]
    [InlineData("inventory_sync:NoSuchRequest", "{}", "inventory_sync:NoSuchRequest")]
    [InlineData("inventory_sync_extended:CheckpointRequest", "{}", "inventory_sync_extended:CheckpointRequest")]
    [InlineData("inventory_sync_extended:InstanceDiedRequest", """{"instanceId":3}""", "instance 3 is not one of host 101")]
    [InlineData("InstancesUpdateRequest", "[]", "for hosts")]
    public async Task A_bad_request_is_refused_with_what_is_wrong(string name, string data, string complaint)
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await using var other = await controller.ConnectAsync(102, true, 3);
        await host.AcquireAsync(2);
        var before = await controller.Application.Store.ReadAsync(PlayerName.Parse("Wren"), controller.Ct);

        var problem = await FailAsync(controller, host, name, data);

        Assert.Equal("InvalidMessage", problem.Code);
        Assert.Contains(complaint, problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, await controller.Application.Store.ReadAsync(PlayerName.Parse("Wren"), controller.Ct));
    }

    [Fact]
    public async Task A_host_may_not_speak_for_the_instance_of_another()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        await using var other = await controller.ConnectAsync(102, true, 2);

        var problem = await Assert.ThrowsAsync<LinkRequestException>(() => other.AcquireAsync(1));

        Assert.Equal("InvalidMessage", problem.Code);
        Assert.Null(await controller.Application.Store.ReadAsync(PlayerName.Parse("Wren"), controller.Ct));
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_refused_with_its_size()
    {
        await using var controller = await RunningController.StartAsync(options => options with { MaxDocumentBytes = 1000 });
        await using var host = await controller.ConnectAsync(101, true, 1);
        var document = Serving_our_own_host.Document(1, "r1");
        document["content"] = new string('x', 1000);

        var problem = await Assert.ThrowsAsync<LinkRequestException>(() => host.UploadAsync(1, document));

        Assert.Contains("at most 1000 are accepted", problem.Message, StringComparison.Ordinal);
        Assert.Equal("acquired", (await host.AcquireAsync(1))["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task Only_the_holder_downloads()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.UploadAsync(1, Serving_our_own_host.Document(1, "r1"));
        await host.AcquireAsync(1);

        var problem = await Assert.ThrowsAsync<LinkRequestException>(() => host.DownloadAsync(2));

        Assert.Equal("'spec-2' does not hold Wren; it has to acquire the player first", problem.Message);
    }

    [Fact]
    public async Task Unknown_and_malformed_events_are_ignored()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        foreach (var (name, data) in new[]
        {
            ("NoSuchEvent", "{}"),
            ("InstanceStatusChangedEvent", """{"instanceId":1,"status":"deleted"}"""),
            ("InstanceStatusChangedEvent", """{"instanceId":77,"status":"stopped"}"""),
            ("InstanceStatusChangedEvent", "[]"),
            ("HostInfoUpdateEvent", """{"update":{}}"""),
            ("LogMessageEvent", """{"info":{"level":"info","message":"hello"}}"""),
            ("InstancePlayerUpdateEvent", """{"type":"join","name":"Wren","stats":{}}"""),
            ("inventory_sync_extended:TimelineEvent", """{"playerName":"Wren","kind":"joined"}"""),
        })
        {
            await host.Link.SendEventAsync(LinkAddress.Host(101), LinkAddress.Controller, name, Encoding.UTF8.GetBytes(data), controller.Ct);
        }

        Assert.Equal("acquired", (await host.AcquireAsync(1))["status"]?.GetValue<string>());
        var instances = await controller.Application.Store.ListInstancesAsync(controller.Ct);
        Assert.Equal(Core.Instances.InstanceStatus.Running, Assert.Single(instances).Status);
    }

    [Fact]
    public async Task What_goes_wrong_inside_is_told_without_traces_and_paths()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        await controller.Application.Store.DisposeAsync();

        var problem = await Assert.ThrowsAsync<LinkRequestException>(() => host.AcquireAsync(1));

        Assert.NotEqual("InvalidMessage", problem.Code);
        Assert.DoesNotContain("   at ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(controller.DataDirectory, problem.Message, StringComparison.Ordinal);
        await host.HostRequestAsync("PingRequest");
    }

    [Theory]
    [InlineData("""[{"config":{"instance.id":0},"status":"running"}]""")]
    [InlineData("""[{"config":{"instance.id":-5},"status":"running"}]""")]
    [InlineData("""[{"config":{"instance.id":5},"status":"deleted"}]""")]
    [InlineData("""[{"config":{"instance.id":5},"status":"unknown"}]""")]
    [InlineData("""[{"status":"running"}]""")]
    [InlineData("""{}""")]
    public async Task Instances_that_cannot_be_are_refused(string data)
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);

        var problem = await Assert.ThrowsAsync<LinkRequestException>(
            () => host.HostRequestAsync("InstancesUpdateRequest", JsonNode.Parse(data)));

        Assert.Equal("InvalidMessage", problem.Code);
        Assert.Single(await controller.Application.Store.ListInstancesAsync(controller.Ct));
    }

    private static Task<LinkRequestException> FailAsync(RunningController controller, TestHost host, string name, string data) =>
        Assert.ThrowsAsync<LinkRequestException>(() => host.Link.RequestAsync(
            LinkAddress.Instance(1), LinkAddress.Controller, name, Encoding.UTF8.GetBytes(data), controller.Ct));
}

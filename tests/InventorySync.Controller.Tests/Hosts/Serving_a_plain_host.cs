using InventorySync.Controller.Tests.Support;

namespace InventorySync.Controller.Tests.Hosts;

/// <summary>The transcript of link-protocol appendix A, message by message, against this controller.</summary>
public class Serving_a_plain_host
{
    [Fact]
    public async Task It_gets_the_answers_it_knows_and_nothing_else()
    {
        await using var controller = await RunningController.StartAsync(
            options => options with { HeartbeatInterval = TimeSpan.FromSeconds(15) });
        using var host = await PlainClient.ConnectAsync(controller.Application.Address, controller.Ct);
        await RegisterAsync(controller, host);

        await host.SendAsync("""{"type":"event","seq":1,"src":[1,101],"dst":[0,0],"name":"HostInfoUpdateEvent","data":{"update":{"name":"spec-host","publicAddress":"localhost"}}}""");
        await host.SendAsync("""{"type":"request","seq":2,"src":[1,101,1],"dst":[0,0],"name":"InstancesUpdateRequest","data":[{"config":{"instance.name":"spec-alpha","instance.id":2001,"_warning":"do not edit"},"status":"running","gamePort":34101,"factorioVersion":"2.0.72"},{"config":{"instance.name":"spec-beta","instance.id":2002},"status":"running"}]}""");
        await host.ExpectAsync("""{"type":"request","seq":1,"src":[0,0,1],"dst":[1,101],"name":"InstanceAssignInternalRequest","data":{"instanceId":2001,"config":{"instance.name":"spec-alpha","instance.id":2001,"instance.assigned_host":101,"_warning":"do not edit"}}}""");
        await host.SendAsync("""{"type":"event","seq":3,"src":[1,101],"dst":[0,0],"name":"InstanceStatusChangedEvent","data":{"instanceId":2001,"status":"running","gamePort":34101,"factorioVersion":"2.0.72"}}""");
        await host.SendAsync("""{"type":"event","seq":4,"src":[1,101],"dst":[0,0],"name":"InstanceSaveDetailsUpdatesEvent","data":{"instanceId":2001,"updates":[]}}""");
        await host.SendAsync("""{"type":"response","seq":5,"src":[1,101],"dst":[0,0,1]}""");
        await host.ExpectAsync("""{"type":"request","seq":2,"src":[0,0,2],"dst":[1,101],"name":"InstanceAssignInternalRequest","data":{"instanceId":2002,"config":{"instance.name":"spec-beta","instance.id":2002,"instance.assigned_host":101}}}""");
        await host.SendAsync("""{"type":"response","seq":6,"src":[1,101],"dst":[0,0,2]}""");
        await host.ExpectAsync("""{"type":"event","seq":3,"src":[0,0],"dst":[1,101],"name":"SyncUserListsEvent","data":{"adminlist":[],"banlist":[],"whitelist":[]}}""");
        await host.ExpectAsync("""{"type":"response","seq":4,"src":[0,0],"dst":[1,101,1]}""");

        await host.SendAsync("""{"type":"request","seq":7,"src":[2,2001,2],"dst":[0,0],"name":"inventory_sync:AcquireRequest","data":{"instanceId":2001,"playerName":"Kestrel"}}""");
        await host.ExpectAsync("""{"type":"response","seq":5,"src":[0,0],"dst":[2,2001,2],"data":{"status":"acquired","generation":0,"hasData":false}}""");
        await host.SendAsync("""{"type":"request","seq":8,"src":[2,2002,3],"dst":[0,0],"name":"inventory_sync:AcquireRequest","data":{"instanceId":2002,"playerName":"Kestrel"}}""");
        await host.ExpectAsync("""{"type":"response","seq":6,"src":[0,0],"dst":[2,2002,3],"data":{"status":"busy","message":"spec-alpha"}}""");
        await host.SendAsync("""{"type":"request","seq":9,"src":[2,2001,4],"dst":[0,0],"name":"inventory_sync:UploadRequest","data":{"instanceId":2001,"playerName":"Kestrel","playerData":{"generation":1,"name":"Kestrel","inventories":{"a":1}}}}""");
        await host.ExpectAsync("""{"type":"response","seq":7,"src":[0,0],"dst":[2,2001,4]}""");
        await host.SendAsync("""{"type":"request","seq":10,"src":[2,2002,5],"dst":[0,0],"name":"inventory_sync:AcquireRequest","data":{"instanceId":2002,"playerName":"Kestrel"}}""");
        await host.ExpectAsync("""{"type":"response","seq":8,"src":[0,0],"dst":[2,2002,5],"data":{"status":"acquired","generation":1,"hasData":true}}""");
        await host.SendAsync("""{"type":"request","seq":11,"src":[2,2002,6],"dst":[0,0],"name":"inventory_sync:DownloadRequest","data":{"instanceId":2002,"playerName":"Kestrel"}}""");
        await host.ExpectAsync("""{"type":"response","seq":9,"src":[0,0],"dst":[2,2002,6],"data":{"playerData":{"generation":1,"name":"Kestrel","inventories":{"a":1}}}}""");
        await host.SendAsync("""{"type":"request","seq":12,"src":[2,2002,7],"dst":[0,0],"name":"inventory_sync:ReleaseRequest","data":{"instanceId":2002,"playerName":"Kestrel"}}""");
        await host.ExpectAsync("""{"type":"response","seq":10,"src":[0,0],"dst":[2,2002,7]}""");

        await host.SendAsync("""{"type":"disconnect","data":"prepare"}""");
        await host.ExpectAsync("""{"type":"disconnect","data":"ready"}""");
        await host.CloseAsync();
        Assert.Null((await controller.Application.Store.ReadAsync(Core.Players.PlayerName.Parse("Kestrel"), controller.Ct))?.Acquisition);
    }

    [Fact]
    public async Task A_player_without_data_is_an_empty_answer()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, hasExtensions: false, 2001);
        await host.AcquireAsync(2001);

        Assert.Equal("{}", (await host.DownloadAsync(2001)).ToJsonString());
    }

    [Theory]
    [InlineData("FactorioVersionsRequest", """{"maxAgeMs":300000}""", "[]")]
    [InlineData("LatestReleasesRequest", """{"maxAgeMs":300000}""", "{}")]
    [InlineData("GetFactorioCredentialsRequest", null, "{}")]
    [InlineData("SubscriptionRequest", """["ModPackUpdatesEvent","subscribe",0]""", "false")]
    [InlineData("PingRequest", null, null)]
    public async Task A_starting_instance_gets_what_it_asks_for(string name, string? data, string? answer)
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, hasExtensions: false, 2001);

        var received = await host.RequestAsync(2001, name, data is null ? null : System.Text.Json.Nodes.JsonNode.Parse(data));

        Assert.Equal(answer, received?.ToJsonString());
    }

    [Theory]
    [InlineData("ModPackGetDefaultRequest", null)]
    [InlineData("ModPackGetRequest", """{"id":4}""")]
    public async Task A_starting_instance_gets_the_built_in_mods_of_its_version(string name, string? data)
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, hasExtensions: false, 2001);

        var pack = await host.RequestAsync(2001, name, data is null ? null : System.Text.Json.Nodes.JsonNode.Parse(data));

        Assert.Equal("2.0", pack?["factorio_version"]?.GetValue<string>());
        Assert.Equal("[]", pack?["mods"]?.ToJsonString());
        Assert.Equal("""{"startup":{},"runtime-global":{},"runtime-per-user":{}}""", pack?["settings"]?.ToJsonString());
    }

    [Fact]
    public async Task Database_statistics_are_counted()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, hasExtensions: false, 2001);
        await host.AcquireAsync(2001);
        await host.UploadAsync(2001, new() { ["generation"] = 1, ["name"] = "Wren" });

        var statistics = await host.HostRequestAsync("inventory_sync:DatabaseStatsRequest");

        Assert.Equal(
            """{"databaseSize":30,"databaseEntries":1,"largestEntry":{"name":"Wren","size":30}}""", statistics?.ToJsonString());
    }

    [Fact]
    public async Task List_events_reach_the_other_hosts()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, hasExtensions: false, 2001);
        await using var other = await controller.ConnectAsync(102, hasExtensions: false, 2002);

        await host.Link.SendEventAsync(
            Protocol.Link.LinkAddress.Instance(2001),
            Protocol.Link.LinkAddress.AllInstances,
            "InstanceAdminlistUpdateEvent",
            """{"name":"Wren","admin":true}"""u8.ToArray(),
            controller.Ct);

        var message = await other.NextEventAsync("InstanceAdminlistUpdateEvent");
        Assert.Equal("""{"name":"Wren","admin":true}"""u8.ToArray(), message.Data.ToArray());
    }

    private static async Task RegisterAsync(RunningController controller, PlainClient host)
    {
        var hello = await host.ReceiveAsync();
        Assert.Equal("hello", hello?["type"]?.GetValue<string>());
        Assert.NotNull(hello?["data"]?["plugins"]?["inventory_sync"]);
        await host.SendAsync($$$"""{"type":"registerHost","data":{"token":"{{{await controller.TokenForAsync(101)}}}","version":"2.0.0-alpha.27","id":101,"plugins":{"inventory_sync":"2.0.0-alpha.27"} }}""");
        var ready = await host.ReceiveAsync();
        Assert.Equal("[1,101]", ready?["data"]?["src"]?.ToJsonString());
        Assert.Equal(60, ready?["data"]?["sessionTimeout"]?.GetValue<int>());
        Assert.Equal(15, ready?["data"]?["heartbeatInterval"]?.GetValue<int>());
    }
}

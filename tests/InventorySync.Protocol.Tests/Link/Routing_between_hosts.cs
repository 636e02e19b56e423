using InventorySync.Protocol.Link;

namespace InventorySync.Protocol.Tests.Link;

public class Routing_between_hosts : LinkTest
{
    [Theory]
    [InlineData("[2,801,1]")]
    [InlineData("[1,8,1]")]
    [InlineData("[0,0,1]")]
    [InlineData("[3,1,1]")]
    [InlineData("[4,1,1]")]
    public async Task A_spoofed_source_is_refused(string source)
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("{\"type\":\"request\",\"seq\":1,\"src\":" + source + ",\"dst\":[0,0],\"name\":\"PingRequest\"}", Ct);

        var answer = await host.ExpectAsync(Ct);
        Assert.Contains("does not belong to host 7", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"InvalidMessage\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, controller.Handler.RequestsWaiting);
    }

    [Fact]
    public async Task An_event_with_a_spoofed_source_is_dropped()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("""{"type":"event","seq":1,"src":[2,801],"dst":[0,0],"name":"SpoofedEvent"}""", Ct);
        await host.SendAsync("""{"type":"event","seq":2,"src":[2,701],"dst":[0,0],"name":"HonestEvent"}""", Ct);

        Assert.Equal("HonestEvent", (await controller.Handler.NextEventAsync(Ct)).Name);
    }

    [Theory]
    [InlineData("[1,555]", "Host 555 is offline")]
    [InlineData("[2,801]", "Assigned host for instance 801 is offline")]
    [InlineData("[2,8001]", "Instance 8001 is not assigned a host")]
    [InlineData("[2,9001]", "Instance 9001 does not exist")]
    [InlineData("[3,1]", "Control connection does not exist")]
    [InlineData("[1,7]", "[1,7] is behind the host that sent this")]
    public async Task A_request_without_a_way_is_answered_why(string destination, string reason)
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("{\"type\":\"request\",\"seq\":1,\"src\":[1,7,1],\"dst\":" + destination + ",\"name\":\"PingRequest\"}", Ct);

        Assert.Equal("{\"type\":\"responseError\",\"seq\":1,\"src\":[0,0],\"dst\":[1,7,1],\"data\":{\"message\":\"" + reason + "\"}}", await host.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_failing_router_fails_the_request_and_not_the_link()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("""{"type":"request","seq":1,"src":[1,7,1],"dst":[2,6666],"name":"PingRequest"}""", Ct);
        await host.SendAsync("""{"type":"request","seq":2,"src":[1,7,2],"dst":[0,0],"name":"PingRequest"}""", Ct);

        var answer = await host.ExpectAsync(Ct);
        Assert.Contains("PingRequest could not be routed", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.Equal("""{"type":"response","seq":2,"src":[0,0],"dst":[1,7,2]}""", await host.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_request_to_an_instance_of_another_host_is_forwarded_and_so_is_its_answer()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var asker = controller.NewPeer();
        await asker.RegisterAsync(7, Ct);
        using var asked = controller.NewPeer();
        await asked.RegisterAsync(8, Ct);

        await asker.SendAsync("""{"type":"request","seq":1,"src":[2,701,33],"dst":[2,801],"name":"PingRequest","data":{"a" : 1}}""", Ct);
        Assert.Equal("""{"type":"request","seq":1,"src":[2,701,33],"dst":[2,801],"name":"PingRequest","data":{"a" : 1}}""", await asked.ExpectAsync(Ct));
        await asked.SendAsync("""{"type":"response","seq":1,"src":[2,801],"dst":[2,701,33],"data":"pong"}""", Ct);

        Assert.Equal("""{"type":"response","seq":1,"src":[2,801],"dst":[2,701,33],"data":"pong"}""", await asker.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_forwarded_error_arrives_without_a_stack_trace()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var asker = controller.NewPeer();
        await asker.RegisterAsync(7, Ct);
        using var asked = controller.NewPeer();
        await asked.RegisterAsync(8, Ct);

        await asker.SendAsync("""{"type":"request","seq":1,"src":[1,7,1],"dst":[1,8],"name":"PingRequest"}""", Ct);
        await asked.ExpectAsync(Ct);
        await asked.SendAsync("""{"type":"responseError","seq":1,"src":[1,8],"dst":[1,7,1],"data":{"message":"no","code":"RequestError","stack":"at /secret"}}""", Ct);

        Assert.Equal("""{"type":"responseError","seq":1,"src":[1,8],"dst":[1,7,1],"data":{"message":"no","code":"RequestError"}}""", await asker.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_forwarded_request_fails_when_the_asked_hosts_session_ends()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var asker = controller.NewPeer();
        await asker.RegisterAsync(7, Ct);
        using var asked = controller.NewPeer();
        await asked.RegisterAsync(8, Ct);
        await asker.SendAsync("""{"type":"request","seq":1,"src":[1,7,1],"dst":[1,8],"name":"PingRequest"}""", Ct);
        await asked.ExpectAsync(Ct);

        await asked.SendAsync("{}", Ct);
        await asked.UntilClosedAsync(Ct);

        var answer = await asker.ExpectAsync(Ct);
        Assert.Contains("\"responseError\",\"seq\":1,\"src\":[0,0],\"dst\":[1,7,1]", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"SessionLost\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broadcast_goes_to_the_other_hosts_that_know_its_plugin()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var sender = controller.NewPeer();
        await sender.RegisterAsync(7, Ct);
        using var plain = controller.NewPeer();
        await plain.RegisterAsync(8, Ct);
        using var bare = controller.NewPeer();
        await bare.RegisterAsync(9, Ct, "{}");

        await sender.SendAsync("""{"type":"event","seq":1,"src":[2,701],"dst":[4,2],"name":"inventory_sync_extended:NewsEvent"}""", Ct);
        await sender.SendAsync("""{"type":"event","seq":2,"src":[2,701],"dst":[4,2],"name":"inventory_sync:NewsEvent"}""", Ct);
        await sender.SendAsync("""{"type":"event","seq":3,"src":[2,701],"dst":[4,1],"name":"InstanceAdminlistUpdateEvent"}""", Ct);
        await sender.SendAsync("""{"type":"request","seq":4,"src":[1,7,1],"dst":[0,0],"name":"PingRequest"}""", Ct);

        Assert.Contains("inventory_sync:NewsEvent", await plain.ExpectAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("""{"type":"event","seq":2,"src":[2,701],"dst":[4,1],"name":"InstanceAdminlistUpdateEvent"}""", await plain.ExpectAsync(Ct));
        Assert.Equal("""{"type":"event","seq":1,"src":[2,701],"dst":[4,1],"name":"InstanceAdminlistUpdateEvent"}""", await bare.ExpectAsync(Ct));
        Assert.Contains("\"response\"", await sender.ExpectAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("inventory_sync_extended:NewsEvent", (await controller.Handler.NextEventAsync(Ct)).Name);
    }
}

using System.Text;
using InventorySync.Protocol.Link;

namespace InventorySync.Protocol.Tests.Link;

public class Breaking_the_protocol : LinkTest
{
    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"type":"request","seq":1,"src":[1,7,1],"dst":[0,0],"name":"PingRequest"} {}""")]
    [InlineData("""{"type":"request","seq":1,"src":[1,7],"dst":[0,0],"name":"PingRequest"}""")]
    [InlineData("""{"type":"request","src":[1,7,1],"dst":[0,0],"name":"PingRequest"}""")]
    [InlineData("""{"type":"request","seq":1.5,"src":[1,7,1],"dst":[0,0],"name":"PingRequest"}""")]
    [InlineData("""{"type":"request","seq":1,"src":"host","dst":[0,0],"name":"PingRequest"}""")]
    [InlineData("""{"type":"request","seq":1,"src":[9,7,1],"dst":[0,0],"name":"PingRequest"}""")]
    [InlineData("""{"type":"request","seq":1,"src":[1,7,1],"dst":[0],"name":"PingRequest"}""")]
    [InlineData("""{"type":"request","seq":1,"src":[1,7,1],"dst":[0,0]}""")]
    [InlineData("""{"type":"request","seq":1,"seq":2,"src":[1,7,1],"dst":[0,0],"name":"PingRequest"}""")]
    [InlineData("""{"type":"responseError","seq":1,"src":[1,7],"dst":[0,0,1],"data":{"code":"x"}}""")]
    [InlineData("""{"type":"disconnect","data":"now"}""")]
    [InlineData("""{"type":"hello","data":{"version":"1","plugins":{}}}""")]
    public async Task A_malformed_message_ends_the_session_with_4000(string message)
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        var token = await host.RegisterAsync(7, Ct);

        await host.SendAsync(message, Ct);

        await host.UntilClosedAsync(Ct);
        Assert.Equal(4000, host.CloseCode);
        Assert.NotEmpty(host.CloseReason);
        await controller.Handler.NextEndedAsync(Ct);
        using var again = controller.NewPeer();
        await again.ConnectAsync(Ct);
        await again.ExpectAsync(Ct);
        await again.SendAsync("{\"type\":\"resume\",\"data\":{\"sessionToken\":\"" + token + "\"}}", Ct);
        Assert.Equal("""{"type":"invalidate"}""", await again.ExpectAsync(Ct));
    }

    [Fact]
    public async Task Nesting_without_end_is_malformed()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("{\"type\":\"event\",\"seq\":1,\"src\":[1,7],\"dst\":[0,0],\"name\":\"DeepEvent\",\"data\":" + new string('[', 100_000) + new string(']', 100_000) + "}", Ct);

        await host.UntilClosedAsync(Ct);
        Assert.Equal(4000, host.CloseCode);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_malformed()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);
        byte[] message = [.. Encoding.UTF8.GetBytes("{\"type\":\"event\",\"seq\":1,\"src\":[1,7],\"dst\":[0,0],\"name\":\"X\",\"data\":\""), 0xFF, 0xFE, .. "\"}"u8];

        await host.SendBinaryAsync(message, Ct);

        await host.UntilClosedAsync(Ct);
        Assert.Equal(4000, host.CloseCode);
    }

    [Fact]
    public async Task A_binary_frame_with_a_good_message_is_taken()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendBinaryAsync(Json("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0],"name":"OneEvent","unknown":[{}]}"""), Ct);

        Assert.Equal("OneEvent", (await controller.Handler.NextEventAsync(Ct)).Name);
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_with_1009_and_ends_the_session()
    {
        await using var controller = await TestController.StartAsync(
            TimeProvider.System, options => options with { Limits = new LinkLimits { MaxMessageBytes = 100_000 } }, Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("{\"type\":\"event\",\"seq\":1,\"src\":[1,7],\"dst\":[0,0],\"name\":\"BigEvent\",\"data\":\"" + new string('x', 300_000) + "\"}", Ct);

        await host.UntilClosedAsync(Ct);
        Assert.Equal(1009, host.CloseCode);
        Assert.Equal(LinkAddress.Host(7), (await controller.Handler.NextEndedAsync(Ct)).Peer);
    }

    [Fact]
    public async Task A_repeated_message_is_dropped()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0],"name":"OneEvent"}""", Ct);
        await host.SendAsync("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0],"name":"OneEvent"}""", Ct);
        await host.SendAsync("""{"type":"event","seq":2,"src":[1,7],"dst":[0,0],"name":"TwoEvent"}""", Ct);

        Assert.Equal("OneEvent", (await controller.Handler.NextEventAsync(Ct)).Name);
        Assert.Equal("TwoEvent", (await controller.Handler.NextEventAsync(Ct)).Name);
    }

    [Fact]
    public async Task A_gap_ends_the_session()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0],"name":"OneEvent"}""", Ct);
        await host.SendAsync("""{"type":"event","seq":3,"src":[1,7],"dst":[0,0],"name":"ThreeEvent"}""", Ct);

        await host.UntilClosedAsync(Ct);
        Assert.Equal(4000, host.CloseCode);
        Assert.Equal("seq 3 after 1: messages are missing", host.CloseReason);
        await controller.Handler.NextEndedAsync(Ct);
    }

    [Fact]
    public async Task A_gap_from_the_controller_makes_the_host_start_anew()
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, TimeProvider.System);
        var (first, _) = await controller.RegisterHostAsync(7, Ct);

        await first.SendAsync("""{"type":"event","seq":2,"src":[0,0],"dst":[1,7],"name":"TwoEvent"}""", Ct);

        await first.UntilClosedAsync(Ct);
        Assert.Equal(4000, first.CloseCode);
        var (second, registration) = await controller.RegisterHostAsync(7, Ct);
        Assert.Contains("registerHost", registration, StringComparison.Ordinal);
        first.Dispose();
        second.Dispose();
    }
}

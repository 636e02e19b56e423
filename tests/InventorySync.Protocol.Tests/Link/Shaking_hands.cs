using InventorySync.Protocol.Link;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Protocol.Tests.Link;

public class Shaking_hands : LinkTest
{
    private const string Plugins = """{"inventory_sync":"2.0.0-alpha.27"}""";

    [Fact]
    public async Task A_plain_host_is_greeted_and_told_its_address()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.ConnectAsync(Ct);

        Assert.Equal(
            """{"type":"hello","data":{"version":"2.0.0-alpha.27","plugins":{"inventory_sync":"2.0.0-alpha.27","inventory_sync_extended":"1.0.0"}}}""",
            await host.ReceiveAsync(Ct));
        await host.SendAsync("""{"type":"registerHost","data":{"token":"fine","version":"1","id":101,"plugins":{},"extra":true}}""", Ct);
        var ready = await host.ReceiveAsync(Ct);

        Assert.StartsWith("""{"type":"ready","data":{"src":[1,101],"sessionToken":""", ready, StringComparison.Ordinal);
        Assert.EndsWith(""","sessionTimeout":60,"heartbeatInterval":15}}""", ready, StringComparison.Ordinal);
        var link = await controller.Handler.NextStartedAsync(Ct);
        Assert.Equal(LinkAddress.Host(101), link.Peer);
        Assert.False(link.PeerHasExtensions);
    }

    [Theory]
    [InlineData("no json at all", 1002)]
    [InlineData("""{"type":"greet"}""", 1002)]
    [InlineData("""["registerHost"]""", 1002)]
    [InlineData("""{"type":"registerHost"}""", 1002)]
    [InlineData("""{"type":"registerHost","data":{"token":"fine","version":"1","id":1}}""", 1002)]
    [InlineData("""{"type":"registerHost","data":{"token":"fine","version":"1","id":"1","plugins":{}}}""", 1002)]
    [InlineData("""{"type":"registerHost","data":{"token":5,"version":"1","id":1,"plugins":{}}}""", 1002)]
    [InlineData("""{"type":"registerHost","data":{"token":"fine","token":"fine","version":"1","id":1,"plugins":{}}}""", 1002)]
    [InlineData("""{"type":"resume","data":{"sessionToken":"x","lastSeq":-1}}""", 1002)]
    [InlineData("""{"type":"heartbeat"}""", 1002)]
    [InlineData("""{"type":"request","seq":1,"src":[1,1,1],"dst":[0,0],"name":"PingRequest"}""", 1002)]
    [InlineData("""{"type":"registerHost","data":{"token":"wrong","version":"1","id":1,"plugins":{}}}""", 3000)]
    [InlineData("""{"type":"registerHost","data":{"token":"fine","version":"1","id":0,"plugins":{}}}""", 3000)]
    [InlineData("""{"type":"registerHost","data":{"token":"broken","version":"1","id":1,"plugins":{}}}""", 1011)]
    [InlineData("""{"type":"registerControl","data":{"token":"fine","version":"1"}}""", 3000)]
    public async Task A_bad_first_message_is_refused(string message, int closeCode)
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var peer = controller.NewPeer();
        await peer.ConnectAsync(Ct);
        await peer.ExpectAsync(Ct);

        await peer.SendAsync(message, Ct);

        Assert.Null(await peer.ReceiveAsync(Ct));
        Assert.Equal(closeCode, peer.CloseCode);
        Assert.NotEmpty(peer.CloseReason);
        Assert.DoesNotContain("secret", peer.CloseReason, StringComparison.Ordinal);
        Assert.Equal(0, controller.Handler.StartedWaiting);
    }

    [Fact]
    public async Task A_long_message_is_refused_before_anybody_is_known()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var peer = controller.NewPeer();
        await peer.ConnectAsync(Ct);
        await peer.ExpectAsync(Ct);

        await peer.SendAsync("{\"type\":\"registerHost\",\"data\":{\"token\":\"" + new string('x', 100_000) + "\"}}", Ct);

        Assert.Null(await peer.ReceiveAsync(Ct));
        Assert.Equal(1009, peer.CloseCode);
    }

    [Fact]
    public async Task A_host_that_says_nothing_is_cut_off_after_30_s()
    {
        var time = new FakeTimeProvider();
        await using var controller = await TestController.StartAsync(time, options => options, Ct);
        using var peer = controller.NewPeer();
        await peer.ConnectAsync(Ct);
        await peer.ExpectAsync(Ct);

        var closed = peer.ReceiveAsync(Ct);
        while (!closed.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        Assert.Null(await closed);
        Assert.Null(peer.CloseCode);
    }

    [Fact]
    public async Task An_unknown_session_is_invalidated_and_the_socket_can_still_register()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.ConnectAsync(Ct);
        await host.ExpectAsync(Ct);

        await host.SendAsync("""{"type":"resume","data":{"sessionToken":"of yesterday","lastSeq":3}}""", Ct);
        Assert.Equal("""{"type":"invalidate"}""", await host.ReceiveAsync(Ct));
        await host.SendAsync("{\"type\":\"registerHost\",\"data\":{\"token\":\"fine\",\"version\":\"1\",\"id\":5,\"plugins\":" + Plugins + "}}", Ct);

        Assert.Contains("\"ready\"", await host.ReceiveAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_connection_from_another_address_is_refused()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var first = controller.NewPeer();
        await first.RegisterAsync(7, Ct);
        controller.RemoteAddress = "192.0.2.1";
        using var second = controller.NewPeer();
        await second.ConnectAsync(Ct);
        await second.ExpectAsync(Ct);

        await second.SendAsync("{\"type\":\"registerHost\",\"data\":{\"token\":\"fine\",\"version\":\"1\",\"id\":7,\"plugins\":" + Plugins + "}}", Ct);

        Assert.Null(await second.ReceiveAsync(Ct));
        Assert.Equal(1008, second.CloseCode);
        Assert.Equal("Host already connected from another address", second.CloseReason);
        Assert.NotNull(controller.Server.FindHost(7));
    }

    [Fact]
    public async Task A_second_connection_from_the_same_address_takes_over()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var first = controller.NewPeer();
        await first.RegisterAsync(7, Ct);
        var earlier = await controller.Handler.NextStartedAsync(Ct);
        using var second = controller.NewPeer();
        var registering = second.RegisterAsync(7, Ct);

        Assert.Equal("""{"type":"disconnect","data":"prepare"}""", await first.ReceiveAsync(Ct));
        await first.SendAsync("""{"type":"disconnect","data":"ready"}""", Ct);

        Assert.Null(await first.ReceiveAsync(Ct));
        Assert.Equal(1008, first.CloseCode);
        await registering;
        Assert.Same(earlier, await controller.Handler.NextEndedAsync(Ct));
        Assert.NotSame(earlier, await controller.Handler.NextStartedAsync(Ct));
        Assert.Single(controller.Server.Links);
    }

    [Fact]
    public async Task A_host_that_waits_to_be_resumed_is_replaced_at_once()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var first = controller.NewPeer();
        var token = await first.RegisterAsync(7, Ct);
        var earlier = await controller.Handler.NextStartedAsync(Ct);
        first.Abort();

        // The loss may not have been noticed yet; a resume that is given up makes sure that it has.
        using var between = controller.NewPeer();
        await between.ConnectAsync(Ct);
        await between.ExpectAsync(Ct);
        await between.SendAsync("{\"type\":\"resume\",\"data\":{\"sessionToken\":\"" + token + "\"}}", Ct);
        await between.ExpectAsync(Ct);
        await between.CloseAsync(1000, Ct);
        await between.UntilClosedAsync(Ct);

        using var second = controller.NewPeer();
        await second.RegisterAsync(7, Ct);

        Assert.Same(earlier, await controller.Handler.NextEndedAsync(Ct));
        Assert.True(earlier.Ended.IsCancellationRequested);
    }

    [Theory]
    [InlineData(1002)]
    [InlineData(1008)]
    [InlineData(3000)]
    public async Task A_host_that_is_refused_for_good_gives_up(int code)
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, TimeProvider.System);
        using var peer = await controller.NextConnectionAsync(Ct);
        await peer.SendAsync(RawController.Hello, Ct);
        await peer.ExpectAsync(Ct);

        await peer.CloseAsync(code, Ct);

        var refused = await Assert.ThrowsAsync<LinkRefusedException>(() => host.Running);
        Assert.Equal(code, refused.CloseCode);
    }

    [Fact]
    public async Task A_host_with_a_wrong_token_is_told_why()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7, TimeProvider.System, options => options with { Token = "wrong" });

        var refused = await Assert.ThrowsAsync<LinkRefusedException>(() => host.Running);

        Assert.Equal("Authentication failed: the token is not valid for this host", refused.Reason);
        await Assert.ThrowsAsync<SessionLostException>(() => host.Client.RequestAsync(LinkAddress.Host(7), LinkAddress.Controller, "PingRequest", default, Ct));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"type":"hello","data":{"version":"2"}}""")]
    [InlineData("""{"type":"continue","data":{"sessionTimeout":1,"heartbeatInterval":1}}""")]
    public async Task A_host_tries_again_after_a_wrong_greeting(string greeting)
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, TimeProvider.System);
        using var wrong = await controller.NextConnectionAsync(Ct);
        await wrong.SendAsync(greeting, Ct);
        await wrong.UntilClosedAsync(Ct);

        var (right, _) = await controller.RegisterHostAsync(7, Ct);

        Assert.Equal(LinkAddress.Controller, (await host.Handler.NextStartedAsync(Ct)).Peer);
        right.Dispose();
    }

    [Theory]
    [InlineData("1.0.0", true)]
    [InlineData("1.7.3-beta", true)]
    [InlineData("2.0.0", false)]
    [InlineData("one", false)]
    [InlineData("", false)]
    public async Task Extensions_are_used_with_the_same_major_version(string version, bool areUsed)
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();

        await host.RegisterAsync(7, Ct, "{\"inventory_sync\":\"2\",\"inventory_sync_extended\":\"" + version + "\"}");

        Assert.Equal(areUsed, (await controller.Handler.NextStartedAsync(Ct)).PeerHasExtensions);
    }

    [Fact]
    public void A_token_is_not_printed_with_its_options()
    {
        var options = new LinkClientOptions { ControllerUrl = new Uri("http://127.0.0.1/"), HostId = 7, Token = "secret" };

        Assert.DoesNotContain("secret", options.ToString(), StringComparison.Ordinal);
    }
}

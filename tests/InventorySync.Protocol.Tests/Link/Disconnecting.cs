using InventorySync.Protocol.Link;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Protocol.Tests.Link;

public class Disconnecting : LinkTest
{
    private const string Prepare = """{"type":"disconnect","data":"prepare"}""";
    private const string Ready = """{"type":"disconnect","data":"ready"}""";

    [Fact]
    public async Task A_host_that_stops_says_goodbye()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        var link = await controller.Handler.NextStartedAsync(Ct);
        await host.Handler.NextStartedAsync(Ct);

        await host.StopAsync();

        Assert.Same(link, await controller.Handler.NextEndedAsync(Ct));
        await host.Handler.NextEndedAsync(Ct);
        Assert.False(host.Client.IsConnected);
    }

    [Fact]
    public async Task A_host_that_stops_closes_with_1000_after_the_plain_controller_is_ready()
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, TimeProvider.System);
        var (peer, _) = await controller.RegisterHostAsync(7, Ct);
        await host.Handler.NextStartedAsync(Ct);

        var stopping = host.StopAsync();
        Assert.Equal(Prepare, await peer.ExpectAsync(Ct));
        await peer.SendAsync(Ready, Ct);

        await peer.UntilClosedAsync(Ct);
        Assert.Equal(1000, peer.CloseCode);
        await stopping;
        peer.Dispose();
    }

    [Fact]
    public async Task A_controller_that_stops_tells_its_hosts_and_takes_no_more()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        var stopping = controller.Server.StopAsync(Ct);
        Assert.Equal(Prepare, await host.ExpectAsync(Ct));
        await host.SendAsync(Ready, Ct);

        Assert.Null(await host.ReceiveAsync(Ct));
        Assert.Equal(1001, host.CloseCode);
        await stopping;
        Assert.Empty(controller.Server.Links);
        using var late = controller.NewPeer();
        await late.ConnectAsync(Ct);
        Assert.Null(await late.ReceiveAsync(Ct));
        Assert.Equal(1001, late.CloseCode);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_waited_for_10_s()
    {
        var time = new FakeTimeProvider();
        await using var controller = await TestController.StartAsync(time, options => options, Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        var stopping = controller.Server.StopAsync(Ct);
        Assert.Equal(Prepare, await host.ExpectAsync(Ct));
        Assert.False(stopping.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await host.ReceiveAsync(Ct));
        Assert.Equal(1001, host.CloseCode);
        await stopping;
    }

    [Fact]
    public async Task Open_requests_are_answered_before_an_end_is_ready()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);
        var link = await controller.Handler.NextStartedAsync(Ct);
        var asking = link.RequestAsync(LinkAddress.Controller, LinkAddress.Host(7), "SystemInfoRequest", default, Ct);
        await host.ExpectAsync(Ct);

        await host.SendAsync(Prepare, Ct);
        await host.SendAsync("""{"type":"request","seq":1,"src":[1,7,1],"dst":[0,0],"name":"PingRequest"}""", Ct);
        Assert.Contains("\"response\"", await host.ExpectAsync(Ct), StringComparison.Ordinal);
        await Assert.ThrowsAsync<SessionLostException>(() => link.RequestAsync(LinkAddress.Controller, LinkAddress.Host(7), "PingRequest", default, Ct));
        await host.SendAsync("""{"type":"response","seq":2,"src":[1,7],"dst":[0,0,1],"data":5}""", Ct);

        Assert.Equal(Ready, await host.ExpectAsync(Ct));
        Assert.Equal("5", Text(await asking));
        await host.CloseAsync(1000, Ct);
        await host.UntilClosedAsync(Ct);
        Assert.Same(link, await controller.Handler.NextEndedAsync(Ct));
    }

    [Fact]
    public async Task A_host_comes_back_after_the_controller_disconnected_it()
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, TimeProvider.System);
        var (first, _) = await controller.RegisterHostAsync(7, Ct);
        await host.Handler.NextStartedAsync(Ct);

        await first.SendAsync(Prepare, Ct);
        Assert.Equal(Ready, await first.ExpectAsync(Ct));
        await first.CloseAsync(1001, Ct);

        var (second, registration) = await controller.RegisterHostAsync(7, Ct);
        Assert.Contains("registerHost", registration, StringComparison.Ordinal);
        await host.Handler.NextEndedAsync(Ct);
        await host.Handler.NextStartedAsync(Ct);
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task A_host_stops_at_once_where_the_controller_says_nothing()
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, new FakeTimeProvider());
        using var mute = await controller.NextConnectionAsync(Ct);

        await host.StopAsync();

        Assert.True(host.Running.IsCompletedSuccessfully);
        Assert.True(host.Client.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_host_stops_at_once_where_there_is_no_controller()
    {
        Uri nowhere;
        await using (var gone = await RawController.StartAsync(Ct))
            nowhere = gone.Url;
        await using var host = TestHost.Start(nowhere, 7, new FakeTimeProvider(), options => options with { MaxReconnectDelay = TimeSpan.FromSeconds(60) });

        await host.StopAsync();

        Assert.True(host.Running.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_long_reason_is_shortened_to_what_a_close_frame_holds()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        var closing = controller.Server.CloseHostAsync(7, LinkCloseCodes.AuthenticationFailed, string.Concat(Enumerable.Repeat("🐦", 60)));
        await host.UntilClosedAsync(Ct);
        await closing;

        Assert.Equal(3000, host.CloseCode);
        Assert.Equal(string.Concat(Enumerable.Repeat("🐦", 30)) + "…", host.CloseReason);
    }

    [Fact]
    public async Task A_host_whose_token_was_revoked_is_thrown_out()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        await controller.Handler.NextStartedAsync(Ct);

        await controller.Server.CloseHostAsync(7, LinkCloseCodes.AuthenticationFailed, "The token was revoked");

        var refused = await Assert.ThrowsAsync<LinkRefusedException>(() => host.Running);
        Assert.Equal("The token was revoked", refused.Reason);
        Assert.Null(controller.Server.FindHost(7));
        await controller.Server.CloseHostAsync(7, LinkCloseCodes.AuthenticationFailed, "Once more");
    }
}

using InventorySync.Protocol.Link;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Protocol.Tests.Link;

public class Beating : LinkTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_silent_host_loses_its_socket_but_not_its_session()
    {
        var time = new FakeTimeProvider();
        await using var controller = await TestController.StartAsync(time, options => options, Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);
        await PingAsync(host, 1);

        time.Advance(Interval);
        Assert.Equal("""{"type":"heartbeat","seq":1}""", await host.ReceiveAsync(Ct));
        time.Advance(Interval);
        Assert.Equal("""{"type":"heartbeat","seq":1}""", await host.ReceiveAsync(Ct));
        time.Advance(Interval);

        Assert.Null(await host.ReceiveAsync(Ct));
        Assert.Null(host.CloseCode);
        Assert.NotNull(controller.Server.FindHost(7));
    }

    [Fact]
    public async Task A_host_that_beats_stays()
    {
        var time = new FakeTimeProvider();
        await using var controller = await TestController.StartAsync(time, options => options, Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        for (var i = 1; i <= 6; i++)
        {
            await host.SendAsync("""{"type":"heartbeat"}""", Ct);
            await PingAsync(host, i);
            time.Advance(Interval);
            Assert.Equal("{\"type\":\"heartbeat\",\"seq\":" + i + "}", await host.ReceiveAsync(Ct));
        }
    }

    [Fact]
    public async Task A_host_is_not_taken_for_dead_while_the_controller_does_not_read()
    {
        var time = new FakeTimeProvider();
        await using var controller = await TestController.StartAsync(time, options => options with { Limits = new LinkLimits { MaxRunningHandlers = 1 } }, Ct);
        var held = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        controller.Handler.OnRequest = (_, request, _) => request.Name == "HeldRequest" ? held.Task : Task.FromResult(request.Data);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);
        await PingAsync(host, 1);
        await host.SendAsync("""{"type":"request","seq":2,"src":[1,7,2],"dst":[0,0],"name":"HeldRequest"}""", Ct);
        await host.SendAsync("""{"type":"heartbeat","seq":1}""", Ct);
        await host.SendAsync("""{"type":"request","seq":3,"src":[1,7,3],"dst":[0,0],"name":"EchoRequest"}""", Ct);
        await controller.Handler.NextRequestAsync(Ct);
        await controller.Handler.NextRequestAsync(Ct);
        var link = Assert.IsType<LinkSession>(controller.Server.FindHost(7));
        while (!link.IsReadingHeldUp)
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        for (var i = 0; i < 4; i++)
        {
            time.Advance(Interval);
            Assert.Equal("""{"type":"heartbeat","seq":2}""", await host.ReceiveAsync(Ct));
        }

        held.SetResult(default);
        Assert.Contains("[1,7,2]", await host.ExpectAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("[1,7,3]", await host.ExpectAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_gives_up_a_silent_controller_and_resumes()
    {
        var time = new FakeTimeProvider();
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, time);
        var (silent, _) = await controller.RegisterHostAsync(7, Ct);
        await silent.SendAsync("""{"type":"request","seq":1,"src":[0,0,1],"dst":[1,7],"name":"PingRequest"}""", Ct);
        await silent.ExpectAsync(Ct);

        time.Advance(Interval);
        Assert.Equal("""{"type":"heartbeat","seq":1}""", await silent.ReceiveAsync(Ct));
        time.Advance(2 * Interval);

        Assert.Null(await silent.ReceiveAsync(Ct));
        using var next = await controller.NextConnectionAsync(Ct);
        await next.SendAsync(RawController.Hello, Ct);
        Assert.Equal("""{"type":"resume","data":{"sessionToken":"first","lastSeq":1}}""", await next.ExpectAsync(Ct));
        silent.Dispose();
    }

    [Fact]
    public async Task Much_traffic_is_acknowledged_before_the_next_beat()
    {
        var time = new FakeTimeProvider();
        await using var controller = await TestController.StartAsync(time, options => options with { Limits = new LinkLimits { AcknowledgeAfterMessages = 3 } }, Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        for (var i = 1; i <= 3; i++)
            await host.SendAsync("{\"type\":\"event\",\"seq\":" + i + ",\"src\":[1,7],\"dst\":[0,0],\"name\":\"CountEvent\"}", Ct);

        Assert.Equal("""{"type":"heartbeat","seq":3}""", await host.ReceiveAsync(Ct));
    }

    [Fact]
    public async Task An_acknowledgement_of_what_was_never_sent_ends_the_session()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("""{"type":"heartbeat","seq":5}""", Ct);

        await host.UntilClosedAsync(Ct);
        Assert.Equal(4000, host.CloseCode);
        Assert.Equal(LinkAddress.Host(7), (await controller.Handler.NextEndedAsync(Ct)).Peer);
    }

    private async Task PingAsync(RawPeer host, int sequence)
    {
        await host.SendAsync("{\"type\":\"request\",\"seq\":" + sequence + ",\"src\":[1,7," + sequence + "],\"dst\":[0,0],\"name\":\"PingRequest\"}", Ct);
        Assert.Contains("\"response\"", await host.ReceiveAsync(Ct), StringComparison.Ordinal);
    }
}

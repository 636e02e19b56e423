using System.Globalization;
using InventorySync.Protocol.Link;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Protocol.Tests.Link;

public class Losing_the_socket : LinkTest
{
    private static readonly LinkAddress Instance = LinkAddress.Instance(701);

    [Fact]
    public async Task A_request_in_the_middle_is_answered_once_after_the_resume()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var proxy = new CuttableProxy(controller.Url);
        await using var host = TestHost.Start(proxy.Url, 7);
        await host.Handler.NextStartedAsync(Ct);
        var held = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        controller.Handler.OnRequest = (_, _, _) => held.Task;
        var asking = host.Client.RequestAsync(Instance, LinkAddress.Controller, "HeldRequest", default, Ct);
        await controller.Handler.NextRequestAsync(Ct);

        proxy.Cut();
        held.SetResult(Json("\"kept\""));
        proxy.Mend();

        Assert.Equal("\"kept\"", Text(await asking));
        controller.Handler.OnRequest = (_, request, _) => Task.FromResult(request.Data);
        await host.Client.RequestAsync(Instance, LinkAddress.Controller, "LaterRequest", default, Ct);
        Assert.Equal("LaterRequest", (await controller.Handler.NextRequestAsync(Ct)).Name);
        Assert.Equal(0, controller.Handler.RequestsWaiting);
        Assert.Equal(1, controller.Handler.StartedWaiting);
        Assert.False(host.Client.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task What_is_sent_meanwhile_arrives_after_the_resume()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var proxy = new CuttableProxy(controller.Url);
        await using var host = TestHost.Start(proxy.Url, 7);
        await host.Handler.NextStartedAsync(Ct);
        var link = await controller.Handler.NextStartedAsync(Ct);

        proxy.Cut();
        var up = host.Client.RequestAsync(Instance, LinkAddress.Controller, "UpRequest", Json("1"), Ct);
        var down = link.RequestAsync(LinkAddress.Controller, Instance, "DownRequest", Json("2"), Ct);
        proxy.Mend();

        Assert.Equal("1", Text(await up));
        Assert.Equal("2", Text(await down));
    }

    [Fact]
    public async Task Over_many_cuts_each_request_is_handled_exactly_once_and_in_order()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var proxy = new CuttableProxy(controller.Url);
        await using var host = TestHost.Start(proxy.Url, 7);
        await host.Handler.NextStartedAsync(Ct);

        var asked = new List<Task<ReadOnlyMemory<byte>>>();
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 25; i++)
                asked.Add(host.Client.RequestAsync(Instance, LinkAddress.Controller, "CountRequest", Json(asked.Count.ToString(CultureInfo.InvariantCulture)), Ct));

            // In the middle of the answers to this round.
            await asked[^13];
            proxy.Cut();
            proxy.Mend();
        }

        for (var i = 0; i < asked.Count; i++)
        {
            Assert.Equal(i, int.Parse(Text(await asked[i]), CultureInfo.InvariantCulture));
            Assert.Equal(i, int.Parse(Text((await controller.Handler.NextRequestAsync(Ct)).Data), CultureInfo.InvariantCulture));
        }

        Assert.Equal(0, controller.Handler.RequestsWaiting);
        Assert.Equal(1, controller.Handler.StartedWaiting);
    }

    [Fact]
    public async Task A_plain_host_gets_the_lost_answer_with_its_old_number()
    {
        await using var controller = await TestController.StartAsync(Ct);
        var held = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        controller.Handler.OnRequest = (_, _, _) => held.Task;
        using var before = controller.NewPeer();
        var token = await before.RegisterAsync(7, Ct);
        await before.SendAsync("""{"type":"request","seq":1,"src":[2,701,900],"dst":[0,0],"name":"HeldRequest"}""", Ct);
        await controller.Handler.NextRequestAsync(Ct);
        before.Abort();
        held.SetResult(Json("""{"status":"acquired"}"""));

        using var after = controller.NewPeer();
        await after.ConnectAsync(Ct);
        await after.ExpectAsync(Ct);
        await after.SendAsync("{\"type\":\"resume\",\"data\":{\"sessionToken\":\"" + token + "\"}}", Ct);

        Assert.Equal("""{"type":"continue","data":{"sessionTimeout":60,"heartbeatInterval":15,"lastSeq":1}}""", await after.ExpectAsync(Ct));
        Assert.Equal("""{"type":"response","seq":1,"src":[0,0],"dst":[2,701,900],"data":{"status":"acquired"}}""", await after.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_resume_replaces_a_socket_that_still_stands()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var before = controller.NewPeer();
        var token = await before.RegisterAsync(7, Ct);
        using var after = controller.NewPeer();
        await after.ConnectAsync(Ct);
        await after.ExpectAsync(Ct);

        await after.SendAsync("{\"type\":\"resume\",\"data\":{\"sessionToken\":\"" + token + "\"}}", Ct);

        Assert.Equal("""{"type":"continue","data":{"sessionTimeout":60,"heartbeatInterval":15}}""", await after.ExpectAsync(Ct));
        await before.UntilClosedAsync(Ct);
        Assert.Null(before.CloseCode);
        await after.SendAsync("""{"type":"request","seq":1,"src":[2,701,1],"dst":[0,0],"name":"PingRequest"}""", Ct);
        Assert.Equal("""{"type":"response","seq":1,"src":[0,0],"dst":[2,701,1]}""", await after.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_peer_that_lacks_more_than_is_kept_cannot_resume()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var before = controller.NewPeer();
        var token = await before.RegisterAsync(7, Ct);
        await before.SendAsync("""{"type":"request","seq":1,"src":[2,701,1],"dst":[0,0],"name":"PingRequest"}""", Ct);
        await before.ExpectAsync(Ct);
        await before.SendAsync("""{"type":"heartbeat","seq":1}""", Ct);
        await before.SendAsync("""{"type":"request","seq":2,"src":[2,701,2],"dst":[0,0],"name":"PingRequest"}""", Ct);
        await before.ExpectAsync(Ct);

        using var after = controller.NewPeer();
        await after.ConnectAsync(Ct);
        await after.ExpectAsync(Ct);
        await after.SendAsync("{\"type\":\"resume\",\"data\":{\"sessionToken\":\"" + token + "\"}}", Ct);

        Assert.Equal("""{"type":"invalidate"}""", await after.ExpectAsync(Ct));
        Assert.Equal(LinkAddress.Host(7), (await controller.Handler.NextEndedAsync(Ct)).Peer);
    }

    [Fact]
    public async Task A_restarted_controller_knows_no_session_and_gets_a_new_one()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        var before = await host.Handler.NextStartedAsync(Ct);
        controller.Handler.OnRequest = (_, _, _) => new TaskCompletionSource<ReadOnlyMemory<byte>>().Task;
        var asking = host.Client.RequestAsync(Instance, LinkAddress.Controller, "HeldRequest", default, Ct);
        await controller.Handler.NextRequestAsync(Ct);
        controller.Handler.OnRequest = (_, request, _) => Task.FromResult(request.Data);

        controller.Restart();

        await Assert.ThrowsAsync<SessionLostException>(() => asking);
        Assert.Same(before, await host.Handler.NextEndedAsync(Ct));
        var after = await host.Handler.NextStartedAsync(Ct);
        Assert.NotSame(before, after);
        Assert.Equal("3", Text(await after.RequestAsync(Instance, LinkAddress.Controller, "EchoRequest", Json("3"), Ct)));
    }

    [Fact]
    public async Task A_session_that_is_not_resumed_in_time_ends()
    {
        var time = new FakeTimeProvider();
        await using var controller = await TestController.StartAsync(time, options => options, Ct);
        using var host = controller.NewPeer();
        var token = await host.RegisterAsync(7, Ct);
        var link = await controller.Handler.NextStartedAsync(Ct);
        var asking = link.RequestAsync(LinkAddress.Controller, Instance, "PingRequest", default, Ct);
        await host.ExpectAsync(Ct);
        host.Abort();

        var ended = controller.Handler.NextEndedAsync(Ct).AsTask();
        while (!ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Same(link, await ended);
        Assert.True(link.Ended.IsCancellationRequested);
        await Assert.ThrowsAsync<SessionLostException>(() => asking);
        Assert.Null(controller.Server.FindHost(7));
        using var late = controller.NewPeer();
        await late.ConnectAsync(Ct);
        await late.ExpectAsync(Ct);
        await late.SendAsync("{\"type\":\"resume\",\"data\":{\"sessionToken\":\"" + token + "\"}}", Ct);
        Assert.Equal("""{"type":"invalidate"}""", await late.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_host_gives_up_a_session_that_it_cannot_resume_in_time()
    {
        var time = new FakeTimeProvider();
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, time);
        var (before, _) = await controller.RegisterHostAsync(7, Ct);
        var link = await host.Handler.NextStartedAsync(Ct);
        var asking = host.Client.RequestAsync(Instance, LinkAddress.Controller, "HeldRequest", default, Ct);
        await before.ExpectAsync(Ct);
        controller.CutAll();

        // Says nothing: the host knows by now that the first one is lost.
        using var mute = await controller.NextConnectionAsync(Ct);
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Same(link, await host.Handler.NextEndedAsync(Ct));
        await Assert.ThrowsAsync<SessionLostException>(() => asking);
        await Assert.ThrowsAsync<SessionLostException>(() => host.Client.RequestAsync(Instance, LinkAddress.Controller, "LaterRequest", default, Ct));
        before.Dispose();
    }

    [Fact]
    public async Task A_host_resumes_at_a_plain_controller_and_replays_what_it_lacks()
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, TimeProvider.System);
        var (before, _) = await controller.RegisterHostAsync(7, Ct);
        await host.Handler.NextStartedAsync(Ct);
        await before.SendAsync("""{"type":"event","seq":1,"src":[0,0],"dst":[1,7],"name":"OneEvent"}""", Ct);
        await host.Handler.NextEventAsync(Ct);
        await host.Client.SendEventAsync(LinkAddress.Host(7), LinkAddress.Controller, "FirstEvent", default, Ct);
        await host.Client.SendEventAsync(LinkAddress.Host(7), LinkAddress.Controller, "SecondEvent", Json("{}"), Ct);
        await before.ExpectAsync(Ct);
        await before.ExpectAsync(Ct);
        before.Abort();

        using var after = await controller.NextConnectionAsync(Ct);
        await after.SendAsync(RawController.Hello, Ct);
        Assert.Equal("""{"type":"resume","data":{"sessionToken":"first","lastSeq":1}}""", await after.ExpectAsync(Ct));
        await after.SendAsync("""{"type":"continue","data":{"sessionTimeout":60,"heartbeatInterval":15,"lastSeq":1}}""", Ct);

        Assert.Equal("""{"type":"event","seq":2,"src":[1,7],"dst":[0,0],"name":"SecondEvent","data":{}}""", await after.ExpectAsync(Ct));
        before.Dispose();
    }
}

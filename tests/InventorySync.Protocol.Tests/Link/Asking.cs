using InventorySync.Protocol.Link;

namespace InventorySync.Protocol.Tests.Link;

public class Asking : LinkTest
{
    private static readonly LinkAddress Host = LinkAddress.Host(7);

    [Fact]
    public async Task An_error_answer_is_thrown_with_its_code()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        await host.Handler.NextStartedAsync(Ct);
        controller.Handler.OnRequest = (_, request, _) => throw LinkRequestException.Invalid($"{request.Name} is not known here");

        var error = await Assert.ThrowsAsync<LinkRequestException>(() => host.Client.RequestAsync(Host, LinkAddress.Controller, "OddRequest", default, Ct));

        Assert.Equal("OddRequest is not known here", error.Message);
        Assert.Equal(LinkErrorCodes.InvalidMessage, error.Code);
    }

    [Fact]
    public async Task A_failing_handler_tells_nothing_of_its_inside()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);
        controller.Handler.OnRequest = (_, _, _) => throw new IOException("/secret/path is full");

        await host.SendAsync("""{"type":"request","seq":1,"src":[1,7,1],"dst":[0,0],"name":"PingRequest"}""", Ct);

        Assert.Equal(
            """{"type":"responseError","seq":1,"src":[0,0],"dst":[1,7,1],"data":{"message":"PingRequest failed on the other side; its log tells why.","code":"RequestError"}}""",
            await host.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_response_counts_only_from_the_address_that_was_asked()
    {
        await using var controller = await TestController.StartAsync(Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);
        var link = await controller.Handler.NextStartedAsync(Ct);
        var asking = link.RequestAsync(LinkAddress.Controller, LinkAddress.Instance(701), "PingRequest", default, Ct);
        Assert.Equal("""{"type":"request","seq":1,"src":[0,0,1],"dst":[2,701],"name":"PingRequest"}""", await host.ExpectAsync(Ct));

        await host.SendAsync("""{"type":"response","seq":1,"src":[2,702],"dst":[0,0,1],"data":"another instance"}""", Ct);
        await host.SendAsync("""{"type":"response","seq":2,"src":[2,701],"dst":[0,0,2],"data":"another request"}""", Ct);
        await host.SendAsync("""{"type":"response","seq":3,"src":[2,701],"dst":[0,0,1],"data":"right"}""", Ct);
        await host.SendAsync("""{"type":"response","seq":4,"src":[2,701],"dst":[0,0,1],"data":"again"}""", Ct);

        Assert.Equal("\"right\"", Text(await asking));
    }

    [Fact]
    public async Task Requests_of_a_host_and_of_its_instances_are_told_apart()
    {
        await using var controller = await TestController.StartAsync(Ct);
        controller.Handler.OnRequest = (_, request, _) => Task.FromResult(Json("\"" + request.Source.WithoutRequestId() + "\""));
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        await host.SendAsync("""{"type":"request","seq":1,"src":[1,7,5],"dst":[0,0],"name":"WhoRequest"}""", Ct);
        await host.SendAsync("""{"type":"request","seq":2,"src":[2,701,5],"dst":[0,0],"name":"WhoRequest"}""", Ct);
        await host.SendAsync("""{"type":"request","seq":3,"src":[2,702,5],"dst":[0,0],"name":"WhoRequest"}""", Ct);

        Assert.EndsWith("""dst":[1,7,5],"data":"[1,7]"}""", await host.ExpectAsync(Ct), StringComparison.Ordinal);
        Assert.EndsWith("""dst":[2,701,5],"data":"[2,701]"}""", await host.ExpectAsync(Ct), StringComparison.Ordinal);
        Assert.EndsWith("""dst":[2,702,5],"data":"[2,702]"}""", await host.ExpectAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_can_stop_waiting_and_a_late_answer_is_dropped()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        await host.Handler.NextStartedAsync(Ct);
        var held = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        controller.Handler.OnRequest = (_, _, _) => held.Task;
        using var patience = new CancellationTokenSource();
        var asking = host.Client.RequestAsync(Host, LinkAddress.Controller, "HeldRequest", default, patience.Token);
        await controller.Handler.NextRequestAsync(Ct);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        held.SetResult(default);

        controller.Handler.OnRequest = (_, request, _) => Task.FromResult(request.Data);
        Assert.Equal("1", Text(await host.Client.RequestAsync(Host, LinkAddress.Controller, "EchoRequest", Json("1"), Ct)));
    }

    [Fact]
    public async Task A_handler_may_ask_back_before_it_answers()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        await host.Handler.NextStartedAsync(Ct);
        controller.Handler.OnRequest = (link, request, ct) => link.RequestAsync(LinkAddress.Controller, request.Source.WithoutRequestId(), "BackRequest", request.Data, ct);

        var answer = await host.Client.RequestAsync(Host, LinkAddress.Controller, "InstancesUpdateRequest", Json("[]"), Ct);

        Assert.Equal("[]", Text(answer));
    }

    [Fact]
    public async Task Handlers_are_started_in_order_and_reading_stops_at_the_bound()
    {
        await using var controller = await TestController.StartAsync(
            TimeProvider.System, options => options with { Limits = new LinkLimits { MaxRunningHandlers = 2 } }, Ct);
        var held = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        controller.Handler.OnRequest = (_, request, _) => request.Name == "HeldRequest" ? held.Task : Task.FromResult(request.Data);
        await using var host = TestHost.Start(controller.Url, 7);
        await host.Handler.NextStartedAsync(Ct);

        var asked = new List<Task>
        {
            host.Client.RequestAsync(Host, LinkAddress.Controller, "HeldRequest", default, Ct),
            host.Client.RequestAsync(Host, LinkAddress.Controller, "HeldRequest", default, Ct),
            host.Client.RequestAsync(Host, LinkAddress.Controller, "ThirdRequest", default, Ct),
        };
        await controller.Handler.NextRequestAsync(Ct);
        await controller.Handler.NextRequestAsync(Ct);
        Assert.Equal(0, controller.Handler.RequestsWaiting);
        held.SetResult(default);

        Assert.Equal("ThirdRequest", (await controller.Handler.NextRequestAsync(Ct)).Name);
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task Sending_waits_while_the_peer_acknowledges_nothing()
    {
        await using var controller = await TestController.StartAsync(
            TimeProvider.System, options => options with { Limits = new LinkLimits { MaxBufferedMessages = 10 } }, Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);
        var link = await controller.Handler.NextStartedAsync(Ct);
        for (var i = 0; i < 10; i++)
            await link.SendEventAsync(LinkAddress.Controller, Host, "CountEvent", default, Ct);

        var eleventh = link.SendEventAsync(LinkAddress.Controller, Host, "CountEvent", default, Ct).AsTask();
        var twelfth = link.SendEventAsync(LinkAddress.Controller, Host, "LastEvent", default, Ct).AsTask();
        for (var i = 0; i < 10; i++)
            await host.ExpectAsync(Ct);
        Assert.False(eleventh.IsCompleted);
        await host.SendAsync("""{"type":"heartbeat","seq":2}""", Ct);

        await eleventh;
        await twelfth;
        Assert.Equal("""{"type":"event","seq":11,"src":[0,0],"dst":[1,7],"name":"CountEvent"}""", await host.ExpectAsync(Ct));
        Assert.Equal("""{"type":"event","seq":12,"src":[0,0],"dst":[1,7],"name":"LastEvent"}""", await host.ExpectAsync(Ct));
    }

    [Fact]
    public async Task A_peer_that_takes_answers_without_acknowledging_loses_its_session()
    {
        await using var controller = await TestController.StartAsync(
            TimeProvider.System, options => options with { Limits = new LinkLimits { MaxBufferedMessages = 5 } }, Ct);
        using var host = controller.NewPeer();
        await host.RegisterAsync(7, Ct);

        for (var i = 1; i <= 11; i++)
            await host.SendAsync("{\"type\":\"request\",\"seq\":" + i + ",\"src\":[1,7," + i + "],\"dst\":[0,0],\"name\":\"PingRequest\"}", Ct);

        await host.UntilClosedAsync(Ct);
        Assert.Equal(LinkAddress.Host(7), (await controller.Handler.NextEndedAsync(Ct)).Peer);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_to_its_sender()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7, TimeProvider.System, options => options with { Limits = new LinkLimits { MaxMessageBytes = 1000 } });
        await host.Handler.NextStartedAsync(Ct);

        var error = await Assert.ThrowsAsync<LinkRequestException>(() =>
            host.Client.RequestAsync(Host, LinkAddress.Controller, "BigRequest", Json("\"" + new string('x', 2000) + "\""), Ct));

        Assert.Contains("BigRequest", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", Text(await host.Client.RequestAsync(Host, LinkAddress.Controller, "EchoRequest", Json("1"), Ct)));
    }

    [Fact]
    public async Task A_host_asks_a_plain_controller_in_the_plain_form_and_never_sends_extensions()
    {
        await using var controller = await RawController.StartAsync(Ct);
        await using var host = TestHost.Start(controller, 7, TimeProvider.System);
        var (peer, registration) = await controller.RegisterHostAsync(7, Ct);
        var link = await host.Handler.NextStartedAsync(Ct);
        Assert.StartsWith("""{"type":"registerHost","data":{"token":"fine","version":"2.0.0-alpha.27","id":7,"plugins":{""", registration, StringComparison.Ordinal);
        Assert.False(link.PeerHasExtensions);

        await Assert.ThrowsAsync<LinkRequestException>(() => link.RequestAsync(Host, LinkAddress.Controller, "inventory_sync_extended:StopWaitingRequest", default, Ct));
        var asking = link.RequestAsync(LinkAddress.Instance(701), LinkAddress.Controller, "inventory_sync:ReleaseRequest", Json("{}"), Ct);

        Assert.Equal("""{"type":"request","seq":1,"src":[2,701,1],"dst":[0,0],"name":"inventory_sync:ReleaseRequest","data":{}}""", await peer.ExpectAsync(Ct));
        await peer.SendAsync("""{"type":"response","seq":1,"src":[0,0],"dst":[2,701,1]}""", Ct);
        Assert.True((await asking).IsEmpty);
        peer.Dispose();
    }
}

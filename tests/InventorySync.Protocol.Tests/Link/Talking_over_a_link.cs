using InventorySync.Protocol.Link;

namespace InventorySync.Protocol.Tests.Link;

public class Talking_over_a_link : LinkTest
{
    private static readonly LinkAddress Instance = LinkAddress.Instance(701);

    [Fact]
    public async Task A_host_is_told_what_it_asked()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        var link = await host.Handler.NextStartedAsync(Ct);

        var answer = await host.Client.RequestAsync(Instance, LinkAddress.Controller, "EchoRequest", Json("""{"name":"Wren"}"""), Ct);

        Assert.Equal("""{"name":"Wren"}""", Text(answer));
        var request = await controller.Handler.NextRequestAsync(Ct);
        Assert.Equal("[2,701,1]", request.Source.ToString());
        Assert.Equal("[0,0]", request.Destination.ToString());
        Assert.Equal("[1,7]", link.Self.ToString());
        Assert.True(link.PeerHasExtensions);
    }

    [Fact]
    public async Task A_controller_is_told_what_it_asked()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        var link = await controller.Handler.NextStartedAsync(Ct);

        var answer = await link.RequestAsync(LinkAddress.Controller, Instance, "PingRequest", default, Ct);

        Assert.True(answer.IsEmpty);
        Assert.Equal("PingRequest", (await host.Handler.NextRequestAsync(Ct)).Name);
        Assert.Same(link, controller.Server.FindHost(7));
    }

    [Fact]
    public async Task Events_arrive_in_the_order_they_were_sent()
    {
        await using var controller = await TestController.StartAsync(Ct);
        await using var host = TestHost.Start(controller.Url, 7);
        await host.Handler.NextStartedAsync(Ct);

        for (var i = 0; i < 500; i++)
            await host.Client.SendEventAsync(Instance, LinkAddress.Controller, "CountEvent", Json(i.ToString(System.Globalization.CultureInfo.InvariantCulture)), Ct);

        for (var i = 0; i < 500; i++)
            Assert.Equal(i, int.Parse(Text((await controller.Handler.NextEventAsync(Ct)).Data), System.Globalization.CultureInfo.InvariantCulture));
    }
}

using InventorySync.Protocol.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>The client's end, running until disposed.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private readonly Action _beforeStop;

    private TestHost(LinkClient client, FakeHandler handler, Action beforeStop)
    {
        (Client, Handler, _beforeStop) = (client, handler, beforeStop);
        Running = client.RunAsync(_stop.Token);
    }

    public LinkClient Client { get; }

    public FakeHandler Handler { get; }

    public Task Running { get; }

    public static TestHost Start(Uri controller, int hostId) => Start(controller, hostId, TimeProvider.System, options => options);

    /// <summary>A host whose end does not wait for the goodbyes that a raw controller does not say.</summary>
    public static TestHost Start(RawController controller, int hostId, TimeProvider time) =>
        Start(controller.Url, hostId, time, options => options with { MaxReconnectDelay = TimeSpan.Zero }, controller.CutAll);

    public static TestHost Start(Uri controller, int hostId, TimeProvider time, Func<LinkClientOptions, LinkClientOptions> change, Action? beforeStop = null)
    {
        var handler = new FakeHandler();
        var options = change(new LinkClientOptions
        {
            ControllerUrl = controller,
            HostId = hostId,
            Token = "fine",
            MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
        });
        return new TestHost(new LinkClient(options, handler, time, NullLogger<LinkClient>.Instance), handler, beforeStop ?? (() => { }));
    }

    /// <summary>Asks the link to stop, as at the end of the program.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        return Running;
    }

    public async ValueTask DisposeAsync()
    {
        _beforeStop();
        await _stop.CancelAsync();
        try
        {
            await Running;
        }
        catch (LinkRefusedException)
        {
            // The test that provokes it has looked at it.
        }

        _stop.Dispose();
    }
}

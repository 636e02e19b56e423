using InventorySync.Protocol.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>The client's end, running until disposed.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private TestHost(LinkClient client, FakeHandler handler)
    {
        (Client, Handler) = (client, handler);
        Running = client.RunAsync(_stop.Token);
    }

    public LinkClient Client { get; }

    public FakeHandler Handler { get; }

    public Task Running { get; }

    public static TestHost Start(Uri controller, int hostId) => Start(controller, hostId, TimeProvider.System, options => options, _ => { });

    public static TestHost Start(Uri controller, int hostId, TimeProvider time, Func<LinkClientOptions, LinkClientOptions> change, Action<FakeHandler> prepare)
    {
        var handler = new FakeHandler();
        prepare(handler);
        var options = change(new LinkClientOptions
        {
            ControllerUrl = controller, HostId = hostId, Token = "fine", MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
        });
        return new TestHost(new LinkClient(options, handler, time, NullLogger<LinkClient>.Instance), handler);
    }

    /// <summary>Asks the link to stop, as at the end of the program.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        return Running;
    }

    public async ValueTask DisposeAsync()
    {
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

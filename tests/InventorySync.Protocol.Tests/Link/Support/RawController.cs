using System.Threading.Channels;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>A plain controller that says exactly what the test writes, over real sockets.</summary>
public sealed class RawController : IAsyncDisposable
{
    private readonly Channel<RawPeer> _connections = Channel.CreateUnbounded<RawPeer>();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketListener _listener = null!;

    public Uri Url => _listener.Url;

    public static async Task<RawController> StartAsync(CancellationToken ct)
    {
        var controller = new RawController();
        controller._listener = await SocketListener.StartAsync(
            async (socket, _) =>
            {
                controller._connections.Writer.TryWrite(new RawPeer(socket));
                await controller._over.Task;
            },
            ct);
        return controller;
    }

    /// <summary>Breaks every open connection without a close frame.</summary>
    public void CutAll() => _listener.CutAll();

    public ValueTask<RawPeer> NextConnectionAsync(CancellationToken ct) => _connections.Reader.ReadAsync(ct);

    /// <summary>Takes a connection and answers hello, registration and ready; the host's registration is returned as well.</summary>
    public async Task<(RawPeer Host, string Registration)> RegisterHostAsync(int hostId, CancellationToken ct)
    {
        var host = await NextConnectionAsync(ct);
        await host.SendAsync(Hello, ct);
        var registration = await host.ExpectAsync(ct);
        await host.SendAsync(Ready(hostId), ct);
        return (host, registration);
    }

    public const string Hello = """{"type":"hello","data":{"version":"2.0.0-alpha.27","plugins":{"inventory_sync":"2.0.0-alpha.27"}}}""";

    public static string Ready(int hostId) =>
        "{\"type\":\"ready\",\"data\":{\"src\":[1," + hostId + "],\"sessionToken\":\"first\",\"sessionTimeout\":60,\"heartbeatInterval\":15}}";

    public async ValueTask DisposeAsync()
    {
        _over.SetResult();
        await _listener.DisposeAsync();
    }
}

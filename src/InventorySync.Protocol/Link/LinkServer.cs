using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

/// <summary>The controller's end of all links.</summary>
public sealed class LinkServer(
    LinkServerOptions options, IHostAuthenticator authenticator, ILinkHandler handler, TimeProvider time, ILogger<LinkServer> logger) : IAsyncDisposable
{
    public IReadOnlyCollection<ILink> Links => throw new NotSupportedException();

    public ILink? FindHost(int hostId) => throw new NotSupportedException();

    public Task AcceptAsync(WebSocket socket, string remoteAddress, CancellationToken ct) => throw new NotSupportedException($"{options}{authenticator}{handler}{time}{logger}");

    public Task CloseHostAsync(int hostId, int closeCode, string reason) => throw new NotSupportedException();

    public Task StopAsync(CancellationToken ct) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

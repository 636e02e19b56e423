using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>Kestrel on a port the system picked, with <c>/api/socket</c> served by the test.</summary>
public sealed class SocketListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<HttpContext, bool> _requests = [];

    private SocketListener(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public static async Task<SocketListener> StartAsync(Func<WebSocket, CancellationToken, Task> serve, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var listener = new SocketListener(app);
        app.UseWebSockets();
        app.Map("/api/socket", branch => branch.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            listener._requests.TryAdd(context, true);
            await serve(socket, context.RequestAborted);
            listener._requests.TryRemove(context, out _);
        }));
        await app.StartAsync(ct);
        listener.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        return listener;
    }

    /// <summary>Breaks every open connection without a close frame.</summary>
    public void CutAll()
    {
        foreach (var request in _requests.Keys)
        {
            try
            {
                request.Abort();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
                continue;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        CutAll();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

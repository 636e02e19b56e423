using InventorySync.Protocol.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>The server's end on a real socket. Tokens are welcome unless they say <c>wrong</c>; instance i belongs to host i / 100.</summary>
public sealed class TestController : IAsyncDisposable, IHostAuthenticator, ILinkRouter
{
    private readonly TimeProvider _time;
    private readonly LinkServerOptions _options;
    private SocketListener _listener = null!;

    private TestController(TimeProvider time, Func<LinkServerOptions, LinkServerOptions> change)
    {
        _time = time;
        _options = change(new LinkServerOptions { Router = this });
        Server = NewServer();
    }

    public LinkServer Server { get; private set; }

    public FakeHandler Handler { get; } = new();

    public Uri Url => _listener.Url;

    /// <summary>Where the next connection is said to come from.</summary>
    public string RemoteAddress { get; set; } = "127.0.0.1";

    public static Task<TestController> StartAsync(CancellationToken ct) => StartAsync(TimeProvider.System, options => options, ct);

    public static async Task<TestController> StartAsync(TimeProvider time, Func<LinkServerOptions, LinkServerOptions> change, CancellationToken ct)
    {
        var controller = new TestController(time, change);
        controller._listener = await SocketListener.StartAsync((socket, aborted) => controller.Server.AcceptAsync(socket, controller.RemoteAddress, aborted), ct);
        return controller;
    }

    public ValueTask<string?> RefuseAsync(string token, int hostId, CancellationToken ct) =>
        token == "broken" ? throw new IOException("/secret/database is locked")
        : ValueTask.FromResult(token.Contains("wrong", StringComparison.Ordinal) ? "the token is not valid for this host" : null);

    public LinkRoute FindHostOf(LinkAddress instance) => instance.Id switch
    {
        6666 => throw new InvalidOperationException("The record of /secret/6666 is damaged."),
        >= 9000 => default,
        >= 8000 => LinkRoute.Refused($"Instance {instance.Id} is not assigned a host"),
        _ => LinkRoute.To(instance.Id / 100),
    };

    public void CutAll() => _listener.CutAll();

    /// <summary>As after <c>kill -9</c>: the sockets break and the sessions are forgotten.</summary>
    public void Restart()
    {
        Server = NewServer();
        CutAll();
    }

    public RawPeer NewPeer() => new(Url);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _listener.DisposeAsync();
    }

    private LinkServer NewServer() => new(_options, this, Handler, _time, NullLogger<LinkServer>.Instance);
}

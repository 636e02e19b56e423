using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

/// <summary>
/// A host's end of its link (link-protocol §8.2): connects, resumes after a loss, and starts a new session where that is not possible. As an
/// <see cref="ILink"/> it stands for whatever session is open now; handlers get that session itself.
/// </summary>
public sealed partial class LinkClient : ILink
{
    private readonly LinkClientOptions _options;
    private readonly ILinkHandler _handler;
    private readonly TimeProvider _time;
    private readonly ILogger<LinkClient> _logger;
    private readonly Uri _endpoint;
    private volatile LinkSession? _session;
    private int _isStarted;

    public LinkClient(LinkClientOptions options, ILinkHandler handler, TimeProvider time, ILogger<LinkClient> logger)
    {
        (_options, _handler, _time, _logger) = (options, handler, time, logger);
        _endpoint = EndpointOf(options.ControllerUrl);
        Self = LinkAddress.Host(options.HostId);
    }

    public LinkAddress Self { get; }

    public LinkAddress Peer => LinkAddress.Controller;

    public bool PeerHasExtensions => _session?.PeerHasExtensions ?? false;

    /// <summary>Whether a socket carries the session right now.</summary>
    public bool IsConnected => _session?.IsConnected ?? false;

    /// <summary>That of the session open now; cancelled already when there is none.</summary>
    public CancellationToken Ended => _session?.Ended ?? new CancellationToken(canceled: true);

    /// <summary>Keeps the link up until <paramref name="ct"/> is cancelled, then disconnects gracefully and returns. To be called once.</summary>
    /// <exception cref="LinkRefusedException">The controller does not want this host: trying again would not help.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
            throw new InvalidOperationException("The link runs already.");
        var delay = new ReconnectDelay(_options.MaxReconnectDelay, _time, Random.Shared.NextDouble);
        try
        {
            while (true)
            {
                await ConnectAndServeAsync(ct);
                var pause = delay.Next();

                // A try after the session's time would only be told so.
                if (_session?.Remaining is { } remaining && remaining <= pause)
                    await EndSessionAsync("the controller was not reached in time");
                LogReconnecting(pause.TotalSeconds);
                await Task.Delay(pause, _time, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            LogStopped();
        }
        finally
        {
            await EndSessionAsync("the host stops");
        }
    }

    public Task<ReadOnlyMemory<byte>> RequestAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        _session is { } session
            ? session.RequestAsync(source, destination, name, data, ct)
            : Task.FromException<ReadOnlyMemory<byte>>(new SessionLostException("The controller is not connected."));

    public ValueTask SendEventAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        _session is { } session
            ? session.SendEventAsync(source, destination, name, data, ct)
            : ValueTask.FromException(new SessionLostException("The controller is not connected."));

    private async Task ConnectAndServeAsync(CancellationToken ct)
    {
        using var webSocket = new ClientWebSocket();
        webSocket.Options.KeepAliveInterval = TimeSpan.Zero;
        using (var limit = new CancellationTokenSource(_options.HandshakeTimeout, _time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token))
        {
            try
            {
                await webSocket.ConnectAsync(_endpoint, either.Token);
            }
            catch (Exception problem) when (problem is WebSocketException or HttpRequestException or IOException
                || (problem is OperationCanceledException && !ct.IsCancellationRequested))
            {
                LogUnreachable(_endpoint, problem.Message);
                return;
            }
        }

        var socket = new LinkSocket(webSocket);
        try
        {
            if (await ShakeHandsAsync(socket, ct) is var (session, connection))
                await ServeAsync(session, connection, ct);
        }
        finally
        {
            socket.Abort();
        }
    }

    private async Task ServeAsync(LinkSession session, LinkConnection connection, CancellationToken ct)
    {
        var running = session.RunAsync(connection);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (ct.Register(cancelled.SetResult))
        {
            if (await Task.WhenAny(running, cancelled.Task) == cancelled.Task)
                await session.DisconnectAsync(LinkCloseCodes.Normal, "Disconnect", _options.DisconnectTimeout);
        }

        if (await running is SocketEnd.ClosedByPeer { Code: var code, Reason: var reason } && LinkCloseCodes.IsFinalForHost(code) && !ct.IsCancellationRequested)
            throw new LinkRefusedException(code, reason);
        ct.ThrowIfCancellationRequested();
    }

    private Task EndSessionAsync(string reason)
    {
        var session = _session;
        _session = null;
        return session?.EndAsync(reason) ?? Task.CompletedTask;
    }

    internal static Uri EndpointOf(Uri controller)
    {
        if (!controller.IsAbsoluteUri || controller.Scheme is not ("http" or "https" or "ws" or "wss"))
            throw new ArgumentException($"The controller's address must begin with http:// or https://, not as {controller} does.", nameof(controller));
        var text = controller.AbsoluteUri;
        var socket = new Uri(new Uri(text.EndsWith('/') ? text : text + "/"), "api/socket");
        return new UriBuilder(socket) { Scheme = socket.Scheme is "https" or "wss" ? "wss" : "ws" }.Uri;
    }
}

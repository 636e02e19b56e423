using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

/// <summary>
/// The controller's end of all links (link-protocol §§4-8): takes hosts' sockets, keeps their sessions in memory, and passes on what one host
/// says to another. A restarted controller knows no session and says so.
/// </summary>
public sealed partial class LinkServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, LinkSession> _byHost = [];
    private readonly Dictionary<string, LinkSession> _byToken = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly LinkServerOptions _options;
    private readonly IHostAuthenticator _authenticator;
    private readonly ILinkHandler _handler;
    private readonly TimeProvider _time;
    private readonly ILogger<LinkServer> _logger;

    public LinkServer(LinkServerOptions options, IHostAuthenticator authenticator, ILinkHandler handler, TimeProvider time, ILogger<LinkServer> logger) =>
        (_options, _authenticator, _handler, _time, _logger) = (options, authenticator, handler, time, logger);

    /// <summary>The open sessions, also those that wait to be resumed.</summary>
    public IReadOnlyCollection<ILink> Links
    {
        get
        {
            lock (_lock)
                return [.. _byHost.Values.Where(session => !session.Ended.IsCancellationRequested)];
        }
    }

    /// <summary>The open session of a host, also while it waits to be resumed; null when there is none.</summary>
    public ILink? FindHost(int hostId) => FindSession(hostId);

    /// <summary>Serves a socket from <c>hello</c> on. Completes when the socket is finished; the session may outlive it.</summary>
    /// <param name="remoteAddress">The peer's address without a port: a host's id may only be taken over from the same one.</param>
    /// <param name="ct">Gives up the socket, not the session.</param>
    public async Task AcceptAsync(WebSocket socket, string remoteAddress, CancellationToken ct)
    {
        var link = new LinkSocket(socket);
        if (_stopping.IsCancellationRequested)
        {
            await link.CloseAsync(LinkCloseCodes.ShuttingDown, "Shutting down", CloseTimeout, _time);
            return;
        }

        try
        {
            if (await ShakeHandsAsync(link, remoteAddress, ct) is not var (session, connection))
                return;
            await using (ct.Register(connection.Abort))
                await session.RunAsync(connection);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogAcceptFailed(problem, remoteAddress);
            await link.CloseAsync(LinkCloseCodes.UnexpectedError, "Unexpected error", CloseTimeout, _time);
        }
        catch (OperationCanceledException)
        {
            LogHandshakeGivenUp(remoteAddress);
        }
        finally
        {
            link.Abort();
        }
    }

    /// <summary>Ends a host's session at once, for instance because its token was revoked. Does nothing if there is none.</summary>
    public Task CloseHostAsync(int hostId, int closeCode, string reason) =>
        FindSession(hostId)?.CloseAsync(closeCode, reason, _options.DisconnectTimeout) ?? Task.CompletedTask;

    /// <summary>Takes no more sockets and ends all sessions, gracefully until <paramref name="ct"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await _stopping.CancelAsync();
        LinkSession[] sessions;
        lock (_lock)
            sessions = [.. _byHost.Values];
        await using (ct.Register(() =>
        {
            foreach (var session in sessions)
                _ = session.EndAsync("the controller stops");
        }))
        {
            await Task.WhenAll(sessions.Select(session => session.DisconnectAsync(LinkCloseCodes.ShuttingDown, "Shutting down", _options.DisconnectTimeout)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _stopping.Dispose();
    }

    private LinkSession? FindSession(int hostId)
    {
        lock (_lock)
            return _byHost.TryGetValue(hostId, out var session) && !session.Ended.IsCancellationRequested ? session : null;
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace InventorySync.Protocol.Link;

/// <summary>
/// What both ends do alike: numbers, keeps and replays messages, matches answers, beats, closes (link-protocol §§3, 6, 7). It lives until it is
/// ended; sockets come and go. Its lock guards state only and is never held while something is awaited or foreign code runs.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphores and token sources hold no handles, and callers may keep the tokens.")]
internal sealed partial class LinkSession : ILink
{
    private readonly Lock _lock = new();
    private readonly LinkSessionSettings _settings;
    private readonly ILinkHandler _handler;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SendBuffer _buffer;
    private readonly Dictionary<LinkAddress, OpenRequest> _open = [];
    private readonly SemaphoreSlim _requestSlots;
    private readonly SemaphoreSlim _handlerSlots;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Phase _phase = Phase.Open;
    private LinkConnection? _connection;
    private ITimer? _expiry;
    private long _lostAt;
    private long _lastReceived;
    private int _lastRequestId;
    private bool _isAnnounced;

    public LinkSession(LinkSessionSettings settings, ILinkHandler handler, TimeProvider time, ILogger logger)
    {
        (_settings, _handler, _time, _logger) = (settings, handler, time, logger);
        _buffer = new SendBuffer(settings.Limits.MaxBufferedMessages, settings.Limits.MaxBufferedBytes);
        _requestSlots = new SemaphoreSlim(settings.Limits.MaxOpenRequests);
        _handlerSlots = new SemaphoreSlim(settings.Limits.MaxRunningHandlers);
        Ended = _ended.Token;
        _lostAt = time.GetTimestamp();
    }

    private enum Phase
    {
        Open,

        /// <summary>A graceful disconnect is under way: no new requests, and no resume when the socket is gone.</summary>
        Closing,
        Ended,
    }

    public LinkAddress Self => _settings.Self;

    public LinkAddress Peer => _settings.Peer;

    public bool PeerHasExtensions => _settings.PeerHasExtensions;

    public CancellationToken Ended { get; }

    public string Token => _settings.Token;

    public string RemoteAddress => _settings.RemoteAddress;

    /// <summary>Completes when the session has ended and its handler knows.</summary>
    public Task Completed => _completed.Task;

    public bool IsConnected
    {
        get
        {
            lock (_lock)
                return _connection is not null;
        }
    }

    /// <summary>Whether reading waits for a handler to finish.</summary>
    public bool IsReadingHeldUp
    {
        get
        {
            lock (_lock)
                return _connection?.ReadingIsHeldUp ?? false;
        }
    }

    public long LastReceived
    {
        get
        {
            lock (_lock)
                return _lastReceived;
        }
    }

    /// <summary>Whether a message of this name may go to the peer: one of a plugin only if the peer named the plugin, and extensions only if they are in use.</summary>
    public bool Knows(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return true;
        var plugin = name[..colon];
        return plugin == LinkPlugins.InventorySyncExtended ? PeerHasExtensions : _settings.PeerPlugins.ContainsKey(plugin);
    }

    /// <summary>Tells the handler of the session. To be called once, after <c>ready</c>.</summary>
    public void Announce()
    {
        lock (_lock)
        {
            if (_phase == Phase.Ended)
                return;
            _isAnnounced = true;
        }

        // Runs to the handler's first await; it observes its own exceptions.
        _ = AnnounceAsync();
        _announced.SetResult();
    }

    private async Task AnnounceAsync()
    {
        try
        {
            await _handler.SessionStartedAsync(this, Ended);
        }
        catch (Exception) when (Ended.IsCancellationRequested)
        {
            LogStartCutShort(Peer);
        }
        catch (Exception problem)
        {
            LogHandlerFailed(problem, "the start of the session", Peer);
        }
    }

    /// <summary>Ends the session for good: open requests fail, the socket goes, the handler is told. Completes when it has been.</summary>
    public Task EndAsync(string reason) => EndAsync(reason, onlyIfNotCarried: false);

    private Task EndAsync(string reason, bool onlyIfNotCarried)
    {
        OpenRequest[] open;
        KeyValuePair<LinkAddress, OpenRequest>[] forwarded;
        bool isAnnounced;
        LinkConnection? connection;
        lock (_lock)
        {
            if (_phase == Phase.Ended)
                return Completed;
            if (onlyIfNotCarried && _connection is not null)
                return Task.CompletedTask;
            _phase = Phase.Ended;
            isAnnounced = _isAnnounced;
            connection = _connection;
            open = [.. _open.Values.Where(request => request.Answer is not null)];
            forwarded = [.. _open.Where(request => request.Value.Origin is not null)];
            _open.Clear();
            _expiry?.Dispose();
            FreeRoom();
        }

        LogEnded(Peer, reason);
        foreach (var request in open)
            request.Answer!.TrySetException(new SessionLostException($"The session with {Peer} ended: {reason}."));
        foreach (var (source, request) in forwarded)
        {
            request.Origin!.Answer(OutgoingMessage.Error(request.Origin.Self, source,
                new LinkRequestException($"The session of {Peer} ended before it answered.", LinkErrorCodes.SessionLost)));
        }

        connection?.Abort();
        _ = FinishAsync(isAnnounced);
        return Completed;
    }

    private async Task FinishAsync(bool isAnnounced)
    {
        try
        {
            await _ended.CancelAsync();
            if (!isAnnounced)
                return;
            await _announced.Task;
            await _handler.SessionEndedAsync(this);
        }
        catch (Exception problem)
        {
            LogHandlerFailed(problem, "the end of the session", Peer);
        }
        finally
        {
            _completed.SetResult();
        }
    }

    /// <summary>How long the session is still kept while no socket carries it; null while one does.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (_lock)
                return _connection is null ? _settings.Timeout - _time.GetElapsedTime(_lostAt) : null;
        }
    }
}

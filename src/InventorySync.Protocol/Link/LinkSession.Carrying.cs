namespace InventorySync.Protocol.Link;

// The life of one socket under the session: attach, read, write, beat, detach.
internal sealed partial class LinkSession
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Makes a socket the session's carrier, in place of one that may still stand.</summary>
    /// <param name="peerReceived">The last message the peer has; what comes after it is sent again.</param>
    /// <returns>The connection, to be run; null if the session is over, also because what the peer lacks is no longer known.</returns>
    public async Task<LinkConnection?> AttachAsync(LinkSocket socket, long peerReceived, TimeSpan heartbeatInterval)
    {
        while (true)
        {
            LinkConnection? standing;
            lock (_lock)
            {
                if (_phase != Phase.Open)
                    return null;
                standing = _connection;
                if (standing is null)
                {
                    if (_buffer.ReplayAfter(peerReceived))
                    {
                        FreeRoom();
                        _expiry?.Dispose();
                        return _connection = new LinkConnection(socket, heartbeatInterval, _time.GetTimestamp());
                    }
                }
            }

            if (standing is null)
            {
                await EndAsync("the peer lacks messages that are no longer kept");
                return null;
            }

            // Its reader may be taking a message right now, which counts as received: so it has to finish first.
            standing.Abort();
            await standing.Finished;
        }
    }

    /// <summary>Carries messages until the socket ends. The session may go on afterwards, waiting for another.</summary>
    public async Task<SocketEnd> RunAsync(LinkConnection connection)
    {
        var writing = WriteAsync(connection);
        var beating = BeatAsync(connection);
        SocketEnd end = new SocketEnd.Lost();
        try
        {
            end = await ReadAsync(connection);
            await CloseAsync(connection, end, writing);
        }
        finally
        {
            connection.Abort();
            await Task.WhenAll(writing, beating);
            await DetachAsync(connection, end);
        }

        return end;
    }

    private async Task CloseAsync(LinkConnection connection, SocketEnd end, Task writing)
    {
        switch (end)
        {
            case SocketEnd.ClosedByPeer closed:
                RequestClose(connection, closed.Code, "");
                break;
            case SocketEnd.Violation violation:
                LogViolation(Peer, violation.Code, violation.Reason);
                RequestClose(connection, violation.Code, violation.Reason);
                break;
            default:
                return;
        }

        using var limit = new CancellationTokenSource(CloseTimeout, _time);
        await Task.WhenAny(writing, Task.Delay(Timeout.InfiniteTimeSpan, limit.Token));
        if (writing.IsCompleted)
            await connection.Socket.DrainAsync(limit.Token);
    }

    private async Task DetachAsync(LinkConnection connection, SocketEnd end)
    {
        bool isFinal;
        lock (_lock)
        {
            if (_connection == connection)
                _connection = null;

            // 1009: the peer would refuse the same message again after a resume. 1001: it starts anew.
            isFinal = _phase == Phase.Closing || end is SocketEnd.Violation
                || (end is SocketEnd.ClosedByPeer { Code: var code }
                    && (code is LinkCloseCodes.ShuttingDown or LinkCloseCodes.MessageTooBig || LinkCloseCodes.IsFinalForHost(code)));
            _lostAt = _time.GetTimestamp();
            if (!isFinal && _phase == Phase.Open)
                _expiry = _time.CreateTimer(_ => _ = EndAsync("its socket was lost and it was not resumed in time", onlyIfNotCarried: true), null, _settings.Timeout, Timeout.InfiniteTimeSpan);
        }

        connection.SetFinished();
        if (isFinal)
            await EndAsync(ReasonOf(end));
        else
            LogCarrierLost(Peer);
    }

    private static string ReasonOf(SocketEnd end) => end switch
    {
        SocketEnd.Violation violation => violation.Reason,
        SocketEnd.ClosedByPeer closed => $"closed by the peer with code {closed.Code} {closed.Reason}",
        _ => "disconnected",
    };

    private async Task WriteAsync(LinkConnection connection)
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> next = default;
                (int Code, string Reason)? close;
                lock (_lock)
                {
                    close = connection.Close;
                    if (close is null)
                        next = TakeNext(connection);
                }

                if (close is var (code, reason))
                {
                    await connection.Socket.TrySendCloseAsync(code, reason, connection.Over);
                    return;
                }

                if (next.IsEmpty)
                    await connection.WokenAsync();
                else if (!await connection.Socket.TrySendAsync(next, connection.Over))
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The socket is over; its reader knows as well.
            return;
        }

        connection.Abort();
    }

    // Under the lock.
    private ReadOnlyMemory<byte> TakeNext(LinkConnection connection)
    {
        if (connection.HeartbeatIsDue)
        {
            connection.HeartbeatIsDue = false;
            connection.MessagesSinceHeartbeat = 0;
            connection.BytesSinceHeartbeat = 0;
            return Handshake.Heartbeat(_lastReceived);
        }

        if (_buffer.TakeNext() is { } message)
            return message.Bytes;
        var disconnect = connection.Disconnect;
        connection.Disconnect = null;
        return disconnect;
    }

    private async Task BeatAsync(LinkConnection connection)
    {
        using var timer = new PeriodicTimer(connection.HeartbeatInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(connection.Over))
            {
                lock (_lock)
                {
                    if (connection.ReadingIsHeldUp || _time.GetElapsedTime(connection.LastHeartbeatAt) <= 2 * connection.HeartbeatInterval)
                    {
                        connection.HeartbeatIsDue = true;
                        connection.Wake();
                        continue;
                    }
                }

                LogPeerSilent(Peer);
                connection.Abort();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The socket is over.
            return;
        }
    }

    private void RequestClose(LinkConnection connection, int code, string reason)
    {
        lock (_lock)
            connection.Close ??= (code, reason);
        connection.Wake();
    }
}

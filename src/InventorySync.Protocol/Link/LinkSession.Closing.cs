namespace InventorySync.Protocol.Link;

// Graceful disconnect, as either end of it (link-protocol §7).
internal sealed partial class LinkSession
{
    private TaskCompletionSource? _ownRequestsDone;

    /// <summary>Ends the session after the peer has had time to finish, at most <paramref name="limit"/>.</summary>
    public Task DisconnectAsync(int code, string reason, TimeSpan limit) => LeaveAsync(code, reason, limit, isGraceful: true);

    /// <summary>Ends the session at once with a close frame.</summary>
    public Task CloseAsync(int code, string reason, TimeSpan limit) => LeaveAsync(code, reason, limit, isGraceful: false);

    private async Task LeaveAsync(int code, string reason, TimeSpan limit, bool isGraceful)
    {
        LinkConnection? connection;
        lock (_lock)
        {
            if (_phase == Phase.Ended)
                connection = null;
            else
            {
                _phase = Phase.Closing;
                connection = _connection;
                if (isGraceful && connection is not null)
                    connection.Disconnect = Handshake.Prepare;
                FreeRoom();
            }
        }

        if (connection is not null)
        {
            using var limited = new CancellationTokenSource(limit, _time);
            var overdue = Task.Delay(Timeout.InfiniteTimeSpan, limited.Token);
            if (isGraceful)
            {
                connection.Wake();
                await Task.WhenAny(connection.PeerReady, connection.Finished, overdue);
            }

            RequestClose(connection, code, reason);
            using var closing = new CancellationTokenSource(CloseTimeout, _time);
            await Task.WhenAny(connection.Finished, Task.Delay(Timeout.InfiniteTimeSpan, closing.Token));
        }

        await EndAsync(reason);
    }

    // The peer wants to disconnect: this end's open requests are still answered, new ones are refused. Never throws.
    private async Task PrepareDisconnectAsync(LinkConnection connection)
    {
        LogPreparing(Peer);
        Task done;
        lock (_lock)
        {
            if (_phase == Phase.Ended)
                return;
            _phase = Phase.Closing;
            FreeRoom();
            _ownRequestsDone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!HasOwnRequests())
                _ownRequestsDone.TrySetResult();
            done = _ownRequestsDone.Task;
        }

        await Task.WhenAny(done, connection.Finished);
        lock (_lock)
            connection.Disconnect = Handshake.Ready;
        connection.Wake();
    }

    // Under the lock.
    private bool HasOwnRequests() => _open.Values.Any(request => request.Answer is not null);
}

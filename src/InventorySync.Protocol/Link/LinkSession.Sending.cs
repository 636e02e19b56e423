namespace InventorySync.Protocol.Link;

// What goes out: requests wait for room, answers do not.
internal sealed partial class LinkSession
{
    // Keeps the order of those who wait for room.
    private readonly SemaphoreSlim _sendTurn = new(1);
    private TaskCompletionSource _roomFreed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<ReadOnlyMemory<byte>> RequestAsync(
        LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        RefuseUnknownToPeer(name);
        await WaitAsync(_requestSlots, ct);
        LinkAddress? key = null;
        try
        {
            var answer = new TaskCompletionSource<ReadOnlyMemory<byte>>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                RefuseIfClosing();
                do
                {
                    _lastRequestId = _lastRequestId == int.MaxValue ? 1 : _lastRequestId + 1;
                    key = source with { RequestId = _lastRequestId };
                }
                while (!_open.TryAdd(key.Value, new OpenRequest(destination.WithoutRequestId(), answer, Origin: null)));
            }

            await SendAsync(OutgoingMessage.Request(key.Value, destination, name, data), name, ct);
            return await answer.Task.WaitAsync(ct);
        }
        finally
        {
            if (key is { } added)
                Forget(added);
            _requestSlots.Release();
        }
    }

    public async ValueTask SendEventAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        RefuseUnknownToPeer(name);
        await SendAsync(OutgoingMessage.Event(source, destination, name, data), name, ct);
    }

    /// <summary>Sends an answer, or what stands for one. Does nothing when the session has ended: the asker knows.</summary>
    public void Answer(OutgoingMessage message)
    {
        lock (_lock)
        {
            if (_phase == Phase.Ended)
                return;
            if (_buffer.HasRoomFor(message, times: 2))
            {
                Add(message);
                return;
            }
        }

        LogBufferFull(Peer);
        _ = EndAsync("it took answers but did not acknowledge them");
    }

    /// <summary>Passes a request of another link on to this one's peer. Null if that was done, else why not.</summary>
    public string? TryForward(LinkMessage request, LinkSession origin)
    {
        if (!Knows(request.Name))
            return "does not know this message";
        var message = OutgoingMessage.Request(request.Source, request.Destination, request.Name, request.Data);
        lock (_lock)
        {
            if (_phase != Phase.Open)
                return "is offline";
            if (_open.Count >= _settings.Limits.MaxOpenRequests || !_buffer.HasRoomFor(message, times: 1))
                return "does not keep up with its requests";

            // A host that started a new session counts its requests from 1 again.
            if (_open.TryGetValue(request.Source, out var earlier) && earlier.Origin?.Ended.IsCancellationRequested != true)
                return "has an open request of the same id";
            _open[request.Source] = new OpenRequest(request.Destination.WithoutRequestId(), Answer: null, origin);
            Add(message);
            return null;
        }
    }

    /// <summary>Passes an event of another link on to this one's peer. One of a plugin that the peer lacks is left out. False if the peer does not keep up, or is gone.</summary>
    public bool TryForwardEvent(LinkMessage message)
    {
        if (!Knows(message.Name))
            return true;
        var outgoing = OutgoingMessage.Event(message.Source, message.Destination, message.Name, message.Data);
        lock (_lock)
        {
            if (_phase != Phase.Open || !_buffer.HasRoomFor(outgoing, times: 1))
                return false;
            Add(outgoing);
            return true;
        }
    }

    private async Task SendAsync(OutgoingMessage message, string name, CancellationToken ct)
    {
        if (message.Size > _settings.Limits.MaxMessageBytes)
            throw LinkRequestException.Invalid($"{name} of {message.Size} bytes is larger than a message may be ({_settings.Limits.MaxMessageBytes} bytes).");
        await WaitAsync(_sendTurn, ct);
        try
        {
            while (true)
            {
                Task freed;
                lock (_lock)
                {
                    RefuseIfClosing();
                    if (_buffer.HasRoomFor(message, times: 1))
                    {
                        Add(message);
                        return;
                    }

                    freed = _roomFreed.Task;
                }

                await freed.WaitAsync(ct);
            }
        }
        finally
        {
            _sendTurn.Release();
        }
    }

    // Under the lock.
    private void Add(OutgoingMessage message)
    {
        _buffer.Add(message);
        _connection?.Wake();
    }

    // Under the lock.
    private void FreeRoom()
    {
        _roomFreed.TrySetResult();
        _roomFreed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task WaitAsync(SemaphoreSlim slots, CancellationToken ct)
    {
        if (slots.Wait(TimeSpan.Zero, CancellationToken.None))
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, Ended);
        try
        {
            await slots.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SessionLostException($"The session with {Peer} ended.");
        }
    }

    // Under the lock.
    private void RefuseIfClosing()
    {
        if (_phase != Phase.Open)
            throw new SessionLostException($"The session with {Peer} is {(_phase == Phase.Closing ? "closing" : "over")}.");
    }

    private void RefuseUnknownToPeer(string name)
    {
        if (!PeerHasExtensions && name.StartsWith(LinkPlugins.InventorySyncExtended + ":", StringComparison.Ordinal))
            throw LinkRequestException.Invalid($"{name} is an extension that {Peer} does not know.");
    }

    private void Forget(LinkAddress key)
    {
        lock (_lock)
        {
            _open.Remove(key);
            if (_ownRequestsDone is { } done && !HasOwnRequests())
                done.TrySetResult();
        }
    }
}

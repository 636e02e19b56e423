namespace InventorySync.Protocol.Link;

// What comes in: checked, taken in order, handed to whom it is for.
internal sealed partial class LinkSession
{
    private async Task<SocketEnd> ReadAsync(LinkConnection connection)
    {
        while (true)
        {
            switch (await connection.Socket.ReceiveAsync(_settings.Limits.MaxMessageBytes, connection.Over))
            {
                case Received.Closed closed:
                    return new SocketEnd.ClosedByPeer(closed.Code, closed.Reason);
                case Received.Lost:
                    return new SocketEnd.Lost();
                case Received.TooBig:
                    return new SocketEnd.Violation(LinkCloseCodes.MessageTooBig, $"Message larger than {_settings.Limits.MaxMessageBytes} bytes");
                case Received.Message(var bytes):
                    try
                    {
                        if (await TakeAsync(connection, bytes) is { } end)
                            return end;
                    }
                    catch (LinkFormatException problem)
                    {
                        return new SocketEnd.Violation(LinkCloseCodes.BadMessage, problem.Message);
                    }

                    break;
            }
        }
    }

    private async ValueTask<SocketEnd?> TakeAsync(LinkConnection connection, ReadOnlyMemory<byte> bytes)
    {
        var message = LinkMessage.Parse(bytes);
        switch (message.Type)
        {
            case LinkMessageType.Heartbeat:
                return TakeHeartbeat(connection, message.Sequence);
            case LinkMessageType.Disconnect when message.IsReadyToDisconnect:
                connection.SetPeerReady();
                return null;
            case LinkMessageType.Disconnect:
                _ = PrepareDisconnectAsync(connection);
                return null;
            case LinkMessageType.Request or LinkMessageType.Event:
                if (!await WaitForHandlerSlotAsync(connection))
                    return new SocketEnd.Lost();
                var (isNew, end) = TakeSequence(connection, message, bytes.Length);
                if (!isNew || IsRouted(message))
                    _handlerSlots.Release();
                else if (message.Type == LinkMessageType.Request)
                    _ = HandleRequestAsync(message);
                else
                    _ = HandleEventAsync(message);
                return end;
            case LinkMessageType.Response or LinkMessageType.ResponseError:
                (isNew, end) = TakeSequence(connection, message, bytes.Length);
                if (isNew)
                    TakeAnswer(message);
                return end;
            default:
                throw new LinkFormatException($"message: {message.Type} does not belong after the handshake");
        }
    }

    private bool IsRouted(LinkMessage message)
    {
        try
        {
            return _settings.Route(this, message);
        }
        catch (Exception problem)
        {
            LogHandlerFailed(problem, $"the route of {message.Name}", Peer);
            if (message.Type == LinkMessageType.Request)
            {
                Answer(OutgoingMessage.Error(Self, message.Source,
                    new LinkRequestException($"{message.Name} could not be routed; the log of the other side tells why.", LinkErrorCodes.RequestError)));
            }

            return true;
        }
    }

    private SocketEnd.Violation? TakeHeartbeat(LinkConnection connection, long? acknowledged)
    {
        lock (_lock)
        {
            connection.LastHeartbeatAt = _time.GetTimestamp();
            if (!_buffer.Acknowledge(acknowledged ?? 0))
                return new SocketEnd.Violation(LinkCloseCodes.BadMessage, "heartbeat: seq acknowledges what was never sent");
            FreeRoom();
            return null;
        }
    }

    // A repeat is dropped, a gap ends the session (link-extensions, rules; link-protocol §18 D19).
    private (bool IsNew, SocketEnd? End) TakeSequence(LinkConnection connection, LinkMessage message, int size)
    {
        lock (_lock)
        {
            if (_phase == Phase.Ended)
                return (false, new SocketEnd.Lost());
            if (message.Sequence <= _lastReceived)
            {
                LogRepeat(Peer, message.Sequence.Value);
                return (false, null);
            }

            if (message.Sequence != _lastReceived + 1)
                return (false, new SocketEnd.Violation(LinkCloseCodes.BadMessage, $"seq {message.Sequence} after {_lastReceived}: messages are missing"));
            _lastReceived++;

            // The peer keeps what it sent until it hears of it: with much traffic it should not have to wait for the next beat (D22).
            connection.MessagesSinceHeartbeat++;
            connection.BytesSinceHeartbeat += size;
            if (connection.MessagesSinceHeartbeat >= _settings.Limits.AcknowledgeAfterMessages
                || connection.BytesSinceHeartbeat >= _settings.Limits.AcknowledgeAfterBytes)
            {
                connection.HeartbeatIsDue = true;
                connection.Wake();
            }

            return (true, null);
        }
    }

    private async ValueTask<bool> WaitForHandlerSlotAsync(LinkConnection connection)
    {
        if (_handlerSlots.Wait(TimeSpan.Zero, CancellationToken.None))
            return true;
        lock (_lock)
            connection.ReadingIsHeldUp = true;
        try
        {
            await _handlerSlots.WaitAsync(connection.Over);
            return true;
        }
        catch (OperationCanceledException)
        {
            // The socket is gone; the message is not taken, so the peer will send it again.
            return false;
        }
        finally
        {
            lock (_lock)
            {
                connection.ReadingIsHeldUp = false;
                connection.LastHeartbeatAt = _time.GetTimestamp();
            }
        }
    }

    // Never throws: nobody awaits it. Runs to the handler's first await before the next message is read.
    private async Task HandleRequestAsync(LinkMessage message)
    {
        var (source, destination) = (message.Destination.WithoutRequestId(), message.Source);
        try
        {
            var request = new LinkRequest(message.Source, message.Destination, message.Name, message.Data);
            var answer = OutgoingMessage.Response(source, destination, await _handler.HandleRequestAsync(this, request, Ended));
            Answer(answer.Size <= _settings.Limits.MaxMessageBytes
                ? answer
                : OutgoingMessage.Error(source, destination, new LinkRequestException("The answer is larger than a message may be.", LinkErrorCodes.RequestError)));
        }
        catch (LinkRequestException refusal)
        {
            Answer(OutgoingMessage.Error(source, destination, refusal));
        }
        catch (SessionLostException lost)
        {
            Answer(OutgoingMessage.Error(source, destination, new LinkRequestException(lost.Message, LinkErrorCodes.SessionLost)));
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            LogRequestCutShort(message.Name, Peer);
        }
        catch (Exception problem)
        {
            // The exception's text may hold paths or documents: it stays in the log of this end (D20).
            LogHandlerFailed(problem, message.Name, Peer);
            Answer(OutgoingMessage.Error(source, destination,
                new LinkRequestException($"{message.Name} failed on the other side; its log tells why.", LinkErrorCodes.RequestError)));
        }
        finally
        {
            _handlerSlots.Release();
        }
    }

    // Never throws: nobody awaits it.
    private async Task HandleEventAsync(LinkMessage message)
    {
        try
        {
            await _handler.HandleEventAsync(this, new LinkEvent(message.Source, message.Destination, message.Name, message.Data), Ended);
        }
        catch (Exception) when (Ended.IsCancellationRequested)
        {
            LogRequestCutShort(message.Name, Peer);
        }
        catch (LinkRequestException refusal)
        {
            LogEventRefused(message.Name, Peer, refusal.Message);
        }
        catch (Exception problem)
        {
            LogHandlerFailed(problem, message.Name, Peer);
        }
        finally
        {
            _handlerSlots.Release();
        }
    }

    // A response counts only from the address that was asked. An error may come from any hop on the way to it (link-protocol §3).
    private void TakeAnswer(LinkMessage message)
    {
        var error = message.Type == LinkMessageType.ResponseError ? message.ReadError() : null;
        OpenRequest? request;
        lock (_lock)
        {
            if (!_open.TryGetValue(message.Destination, out request)
                || (error is null && message.Source.WithoutRequestId() != request.Destination))
            {
                LogStrayAnswer(message.Source, message.Destination, Peer);
                return;
            }

            _open.Remove(message.Destination);
        }

        if (request.Origin is { } origin)
        {
            origin.Answer(error is null
                ? OutgoingMessage.Response(message.Source, message.Destination, message.Data)
                : OutgoingMessage.Error(message.Source, message.Destination, error));
        }
        else if (error is null)
        {
            request.Answer!.TrySetResult(message.Data);
        }
        else
        {
            request.Answer!.TrySetException(error);
        }
    }
}

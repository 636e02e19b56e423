namespace InventorySync.Protocol.Link;

// From the bare socket to a session that it carries (link-protocol §5).
public sealed partial class LinkClient
{
    // Null when it did not come to that, and a later try may.
    private async Task<(LinkSession, LinkConnection)?> ShakeHandsAsync(LinkSocket socket, CancellationToken ct)
    {
        try
        {
            if (await ReceiveAsync(socket, ct) is not { } first)
                return null;
            var hello = HelloData.Parse(Expect(first, LinkMessageType.Hello));

            // Between sessions the handler has to be done with the one before.
            if (_session is { Ended.IsCancellationRequested: true })
                await EndSessionAsync("");
            if (_session is { } session)
            {
                var resume = new ResumeData(session.Token, session.LastReceived);
                if (!await socket.TrySendAsync(resume.ToMessage(), ct) || await ReceiveAsync(socket, ct) is not { } answer)
                    return null;
                if (answer.Type == LinkMessageType.Continue)
                    return await ContinueAsync(socket, session, ContinueData.Parse(answer));
                Expect(answer, LinkMessageType.Invalidate);
                await EndSessionAsync("the controller does not know it any more");
            }

            return await RegisterAsync(socket, hello, ct);
        }
        catch (LinkFormatException problem)
        {
            LogBadHandshake(problem.Message);
            await socket.CloseAsync(LinkCloseCodes.BadHandshake, problem.Message, _options.HandshakeTimeout, _time);
            return null;
        }
    }

    private async Task<(LinkSession, LinkConnection)?> ContinueAsync(LinkSocket socket, LinkSession session, ContinueData agreed)
    {
        if (await session.AttachAsync(socket, agreed.LastSequence, agreed.HeartbeatInterval) is not { } connection)
        {
            await socket.CloseAsync(LinkCloseCodes.BadMessage, "The session is over", _options.HandshakeTimeout, _time);
            return null;
        }

        LogResumed();
        return (session, connection);
    }

    private async Task<(LinkSession, LinkConnection)?> RegisterAsync(LinkSocket socket, HelloData hello, CancellationToken ct)
    {
        var register = new RegisterHostData(_options.Token, _options.Version, _options.HostId, _options.Plugins);
        if (!await socket.TrySendAsync(register.ToMessage(), ct) || await ReceiveAsync(socket, ct) is not { } answer)
            return null;
        var ready = ReadyData.Parse(Expect(answer, LinkMessageType.Ready));
        if (ready.HostId != _options.HostId)
            throw new LinkFormatException($"ready: for host {ready.HostId}, but this is host {_options.HostId}");

        var session = new LinkSession(
            new LinkSessionSettings
            {
                Self = Self,
                Peer = Peer,
                Token = ready.SessionToken,
                RemoteAddress = _endpoint.Host,
                PeerHasExtensions = LinkPlugins.ShareExtensions(_options.Plugins, hello.Plugins),
                PeerPlugins = hello.Plugins,
                Timeout = ready.SessionTimeout,
                Limits = _options.Limits,
                Route = Route,
            },
            _handler, _time, _logger);
        var connection = await session.AttachAsync(socket, peerReceived: 0, ready.HeartbeatInterval);
        _session = session;
        LogRegistered(hello.Version, session.PeerHasExtensions);
        session.Announce();
        return connection is null ? null : (session, connection);
    }

    // Null when the connection is lost; a refusal for good is thrown.
    private async Task<LinkMessage?> ReceiveAsync(LinkSocket socket, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_options.HandshakeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        switch (await socket.ReceiveAsync(_options.Limits.MaxHandshakeBytes, either.Token))
        {
            case Received.Message(var bytes):
                return LinkMessage.Parse(bytes);
            case Received.TooBig:
                throw new LinkFormatException($"message: larger than {_options.Limits.MaxHandshakeBytes} bytes in the handshake");
            case Received.Closed(var code, var reason):
                await socket.TrySendCloseAsync(code, "", ct);
                if (LinkCloseCodes.IsFinalForHost(code))
                    throw new LinkRefusedException(code, reason);
                LogClosedInHandshake(code, reason);
                return null;
            default:
                ct.ThrowIfCancellationRequested();
                LogLostInHandshake();
                return null;
        }
    }

    private static LinkMessage Expect(LinkMessage message, LinkMessageType type) =>
        message.Type == type ? message : throw new LinkFormatException($"message: {message.Type} where {type} was expected");

    // Everything the controller sends is for the host or its instances, and answered by the handler, which knows them.
    private static bool Route(LinkSession session, LinkMessage message)
    {
        var destination = message.Destination.WithoutRequestId();
        if (message.Source.Kind != AddressKind.Broadcast
            && (destination == session.Self || destination.Kind is AddressKind.Instance or AddressKind.Broadcast))
            return false;
        if (message.Type == LinkMessageType.Request)
        {
            session.Answer(OutgoingMessage.Error(session.Self, message.Source,
                LinkRequestException.Invalid($"{message.Destination} is not behind this host")));
        }

        return true;
    }
}

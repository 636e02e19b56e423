using System.Security.Cryptography;

namespace InventorySync.Protocol.Link;

// From the bare socket to a session that it carries (link-protocol §5).
public sealed partial class LinkServer
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    // Null when the socket was closed or given up instead.
    private async Task<(LinkSession, LinkConnection)?> ShakeHandsAsync(LinkSocket socket, string remoteAddress, CancellationToken ct)
    {
        if (!await socket.TrySendAsync(new HelloData(_options.Version, _options.Plugins).ToMessage(), ct))
            return null;
        while (true)
        {
            switch (await ReceiveHandshakeAsync(socket, ct))
            {
                case Received.Message(var bytes):
                    (LinkSession, LinkConnection)? carried;
                    bool goesOn;
                    try
                    {
                        (carried, goesOn) = await TakeHandshakeAsync(socket, LinkMessage.Parse(bytes), remoteAddress, ct);
                    }
                    catch (LinkFormatException problem)
                    {
                        await RefuseAsync(socket, remoteAddress, LinkCloseCodes.BadHandshake, $"Invalid message: {problem.Message}");
                        return null;
                    }

                    if (!goesOn)
                        return carried;
                    break;
                case Received.TooBig:
                    await RefuseAsync(socket, remoteAddress, LinkCloseCodes.MessageTooBig, $"Message larger than {_options.Limits.MaxHandshakeBytes} bytes in the handshake");
                    return null;
                case Received.Closed closed:
                    await socket.TrySendCloseAsync(closed.Code, "", ct);
                    return null;
                default:
                    LogHandshakeGivenUp(remoteAddress);
                    return null;
            }
        }
    }

    private async Task<Received> ReceiveHandshakeAsync(LinkSocket socket, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_options.HandshakeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token, _stopping.Token);
        return await socket.ReceiveAsync(_options.Limits.MaxHandshakeBytes, either.Token);
    }

    private async Task<((LinkSession, LinkConnection)? Carried, bool GoesOn)> TakeHandshakeAsync(
        LinkSocket socket, LinkMessage message, string remoteAddress, CancellationToken ct)
    {
        switch (message.Type)
        {
            case LinkMessageType.RegisterHost:
                return (await RegisterAsync(socket, RegisterHostData.Parse(message), remoteAddress, ct), GoesOn: false);
            case LinkMessageType.Resume:
                var carried = await ResumeAsync(socket, ResumeData.Parse(message), ct);
                return (carried, GoesOn: carried is null && await socket.TrySendAsync(Handshake.Invalidate, ct));
            case LinkMessageType.RegisterControl:
                await RefuseAsync(socket, remoteAddress, LinkCloseCodes.AuthenticationFailed, "Authentication failed: this controller takes hosts here; operators use its HTTP API");
                return (null, GoesOn: false);
            default:
                await RefuseAsync(socket, remoteAddress, LinkCloseCodes.BadHandshake, "Bad handshake");
                return (null, GoesOn: false);
        }
    }

    private async Task<(LinkSession, LinkConnection)?> ResumeAsync(LinkSocket socket, ResumeData resume, CancellationToken ct)
    {
        LinkSession? session;
        lock (_lock)
            _byToken.TryGetValue(resume.SessionToken, out session);
        if (session is null || await session.AttachAsync(socket, resume.LastSequence, _options.HeartbeatInterval) is not { } connection)
            return null;

        // If this cannot be sent, running the connection finds out.
        await socket.TrySendAsync(new ContinueData(_options.SessionTimeout, _options.HeartbeatInterval, session.LastReceived).ToMessage(), ct);
        LogResumed(session.Peer);
        return (session, connection);
    }

    private async Task<(LinkSession, LinkConnection)?> RegisterAsync(LinkSocket socket, RegisterHostData host, string remoteAddress, CancellationToken ct)
    {
        var refusal = host.Id < 1 ? $"the host id must be 1 or more, not {host.Id}" : await _authenticator.RefuseAsync(host.Token, host.Id, ct);
        if (refusal is not null)
        {
            await RefuseAsync(socket, remoteAddress, LinkCloseCodes.AuthenticationFailed, $"Authentication failed: {refusal}");
            return null;
        }

        var session = new LinkSession(SettingsFor(host, remoteAddress), _handler, _time, _logger);
        if (!await TryEnterAsync(session, host.Id))
        {
            await RefuseAsync(socket, remoteAddress, LinkCloseCodes.DuplicateHost, "Host already connected from another address");
            return null;
        }

        var connection = await session.AttachAsync(socket, peerReceived: 0, _options.HeartbeatInterval);
        if (connection is null)
            return null;
        if (_stopping.IsCancellationRequested)
        {
            // Entered too late to be seen by the one who stops all sessions.
            _ = session.DisconnectAsync(LinkCloseCodes.ShuttingDown, "Shutting down", _options.DisconnectTimeout);
        }

        var ready = new ReadyData(host.Id, session.Token, _options.SessionTimeout, _options.HeartbeatInterval);
        await socket.TrySendAsync(ready.ToMessage(), ct);
        LogRegistered(session.Peer, remoteAddress, host.Version, session.PeerHasExtensions);
        session.Announce();
        return (session, connection);
    }

    private LinkSessionSettings SettingsFor(RegisterHostData host, string remoteAddress) => new()
    {
        Self = LinkAddress.Controller,
        Peer = LinkAddress.Host(host.Id),
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
        RemoteAddress = remoteAddress,
        PeerHasExtensions = LinkPlugins.ShareExtensions(_options.Plugins, host.Plugins),
        PeerPlugins = host.Plugins,
        Timeout = _options.SessionTimeout,
        Limits = _options.Limits,
        Route = Route,
    };

    // Makes the session the host's only one, after ending an earlier one. False if that one is connected from elsewhere (link-protocol §5.2).
    private async Task<bool> TryEnterAsync(LinkSession session, int hostId)
    {
        while (true)
        {
            LinkSession? earlier;
            lock (_lock)
            {
                if (!_byHost.TryGetValue(hostId, out earlier))
                {
                    _byHost.Add(hostId, session);
                    _byToken.Add(session.Token, session);
                    _ = LeaveWhenCompletedAsync(session, hostId);
                    return true;
                }
            }

            if (!earlier.IsConnected)
                await earlier.EndAsync("the host started a new session");
            else if (earlier.RemoteAddress != session.RemoteAddress)
                return false;
            else
                await earlier.DisconnectAsync(LinkCloseCodes.DuplicateHost, "Newer connection for host from same address", _options.DisconnectTimeout);
            Leave(earlier, hostId);
        }
    }

    private async Task LeaveWhenCompletedAsync(LinkSession session, int hostId)
    {
        await session.Completed;
        Leave(session, hostId);
    }

    private void Leave(LinkSession session, int hostId)
    {
        lock (_lock)
        {
            _byToken.Remove(session.Token);
            if (_byHost.TryGetValue(hostId, out var current) && current == session)
                _byHost.Remove(hostId);
        }
    }

    private async Task RefuseAsync(LinkSocket socket, string remoteAddress, int code, string reason)
    {
        LogRefused(remoteAddress, code, reason);
        await socket.CloseAsync(code, reason, CloseTimeout, _time);
    }
}

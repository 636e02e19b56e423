namespace InventorySync.Protocol.Link;

// Who may say what, and where it goes (link-protocol §§4.2, 4.3).
public sealed partial class LinkServer
{
    // Called on the reading path of a link. True if the message is dealt with; else it is for the controller's handler.
    private bool Route(LinkSession from, LinkMessage message)
    {
        if (!MaySpeakAs(from.Peer.Id, message.Source))
        {
            Refuse(from, message, $"{message.Source.WithoutRequestId()} does not belong to host {from.Peer.Id}", LinkErrorCodes.InvalidMessage);
            return true;
        }

        var destination = message.Destination;
        switch (destination.Kind)
        {
            case AddressKind.Controller:
                return false;
            case AddressKind.Broadcast when message.Type == LinkMessageType.Event:
                Broadcast(from, message);
                return false;
            case AddressKind.Host:
                Forward(from, message, destination.Id, $"Host {destination.Id}");
                return true;
            case AddressKind.Instance:
                var route = _options.Router.FindHostOf(destination.WithoutRequestId());
                if (route.HostId is { } hostId)
                    Forward(from, message, hostId, $"Assigned host for instance {destination.Id}");
                else
                    Refuse(from, message, route.Refusal ?? $"Instance {destination.Id} does not exist");
                return true;
            case AddressKind.Control:
                Refuse(from, message, "Control connection does not exist");
                return true;
            default:
                Refuse(from, message, $"A request cannot be sent to {destination}", LinkErrorCodes.InvalidMessage);
                return true;
        }
    }

    private bool MaySpeakAs(int hostId, LinkAddress source) => source.Kind switch
    {
        AddressKind.Host => source.Id == hostId,
        AddressKind.Instance => _options.Router.FindHostOf(source.WithoutRequestId()).HostId == hostId,
        _ => false,
    };

    private void Forward(LinkSession from, LinkMessage message, int hostId, string called)
    {
        if (hostId == from.Peer.Id)
            Refuse(from, message, $"{message.Destination} is behind the host that sent this");
        else if (FindSession(hostId) is not { } target)
            Refuse(from, message, $"{called} is offline");
        else if (message.Type == LinkMessageType.Event)
            PassOn(target, message);
        else if (target.TryForward(message, from) is { } problem)
            Refuse(from, message, $"{called} {problem}");
    }

    private void Broadcast(LinkSession from, LinkMessage message)
    {
        if (message.Destination.Id is not ((int)AddressKind.Host or (int)AddressKind.Instance))
            return;
        LinkSession[] others;
        lock (_lock)
            others = [.. _byHost.Values.Where(session => session != from)];
        foreach (var other in others)
            PassOn(other, message);
    }

    private void PassOn(LinkSession target, LinkMessage message)
    {
        if (!target.TryForwardEvent(message))
            LogEventNotPassedOn(message.Name, message.Source, target.Peer);
    }

    private void Refuse(LinkSession from, LinkMessage message, string reason, string? code = null)
    {
        if (message.Type == LinkMessageType.Request)
            from.Answer(OutgoingMessage.Error(LinkAddress.Controller, message.Source, new LinkRequestException(reason, code)));
        else
            LogEventNotTaken(message.Name, from.Peer, reason);
    }
}

namespace InventorySync.Protocol.Link;

/// <summary>Numbered messages that the peer has not acknowledged yet (link-protocol §6). Its owner guards it by a lock.</summary>
internal sealed class SendBuffer(int maxMessages, long maxBytes)
{
    private readonly Dictionary<long, OutgoingMessage> _messages = [];
    private long _bytes;
    private long _last;
    private long _acknowledged;
    private long _sent;
    private long _everSent;

    public int Count => _messages.Count;

    /// <summary>An empty buffer takes any message, so that one larger than the bound can be sent at all.</summary>
    public bool HasRoomFor(OutgoingMessage message, int times) =>
        _messages.Count == 0 || (_messages.Count < (long)maxMessages * times && _bytes + message.Size <= maxBytes * times);

    public void Add(OutgoingMessage message)
    {
        message.Number(++_last);
        _messages.Add(_last, message);
        _bytes += message.Size;
    }

    public OutgoingMessage? TakeNext()
    {
        if (_sent == _last)
            return null;
        _everSent = Math.Max(_everSent, ++_sent);
        return _messages[_sent];
    }

    /// <summary>Drops what the peer has. False if that cannot be: it was never sent.</summary>
    public bool Acknowledge(long sequence)
    {
        if (sequence > _everSent)
            return false;
        for (; _acknowledged < sequence; _acknowledged++)
        {
            _messages.Remove(_acknowledged + 1, out var message);
            _bytes -= message!.Size;
        }

        _sent = Math.Max(_sent, _acknowledged);
        return true;
    }

    /// <summary>Prepares a replay for a peer that has received up to <paramref name="sequence"/>. False if what it lacks is no longer here.</summary>
    public bool ReplayAfter(long sequence)
    {
        if (sequence < _acknowledged || !Acknowledge(sequence))
            return false;
        _sent = sequence;
        return true;
    }
}

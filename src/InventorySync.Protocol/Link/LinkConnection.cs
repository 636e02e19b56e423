using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace InventorySync.Protocol.Link;

/// <summary>One socket's time as the carrier of a session. Its state is guarded by the session's lock.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source holds no handle and no timer, and is cancelled from several sides.")]
internal sealed class LinkConnection(LinkSocket socket, TimeSpan heartbeatInterval, long now)
{
    private readonly CancellationTokenSource _over = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _peerReady = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LinkSocket Socket { get; } = socket;

    public TimeSpan HeartbeatInterval { get; } = heartbeatInterval;

    public long LastHeartbeatAt { get; set; } = now;

    /// <summary>Reading has stopped for this end's own reasons, so that silence says nothing about the peer.</summary>
    public bool ReadingIsHeldUp { get; set; }

    public bool HeartbeatIsDue { get; set; }

    public int MessagesSinceHeartbeat { get; set; }

    public long BytesSinceHeartbeat { get; set; }

    /// <summary>A disconnect message to be sent after all messages before it.</summary>
    public byte[]? Disconnect { get; set; }

    /// <summary>The close frame to be sent.</summary>
    public (int Code, string Reason)? Close { get; set; }

    /// <summary>Cancelled when the socket is of no more use.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Completes when nothing reads from or writes to the socket any more.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Completes when the peer is ready to be disconnected.</summary>
    public Task PeerReady => _peerReady.Task;

    public void Wake() => _wakes.Writer.TryWrite(true);

    public ValueTask<bool> WokenAsync() => _wakes.Reader.ReadAsync(_over.Token);

    public void SetPeerReady() => _peerReady.TrySetResult();

    public void SetFinished() => _finished.TrySetResult();

    public void Abort()
    {
        Socket.Abort();
        _over.Cancel();
    }
}

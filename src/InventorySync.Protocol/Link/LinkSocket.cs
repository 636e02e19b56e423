using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace InventorySync.Protocol.Link;

/// <summary>What came from a socket: a whole message, or why there will be none.</summary>
internal abstract record Received
{
    private Received() { }

    public sealed record Message(ReadOnlyMemory<byte> Bytes) : Received;

    /// <summary>The peer's close frame.</summary>
    public sealed record Closed(int Code, string Reason) : Received;

    /// <summary>The connection broke without a close frame.</summary>
    public sealed record Lost : Received;

    public sealed record TooBig : Received;
}

/// <summary>Whole messages over a WebSocket. One caller sends and one receives at a time.</summary>
internal sealed class LinkSocket(WebSocket socket)
{
    // The protocol's limit for a control frame, of which two bytes are the code.
    private const int MaxReasonBytes = 123;

    private readonly byte[] _first = new byte[16 * 1024];

    public async ValueTask<Received> ReceiveAsync(int maxBytes, CancellationToken ct)
    {
        byte[]? rented = null;
        try
        {
            Memory<byte> buffer = _first;
            var length = 0;
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer[length..], ct);
                if (result.MessageType == WebSocketMessageType.Close)
                    return new Received.Closed((int)(socket.CloseStatus ?? WebSocketCloseStatus.Empty), socket.CloseStatusDescription ?? "");
                length += result.Count;
                if (length > maxBytes)
                    return new Received.TooBig();
                if (result.EndOfMessage)
                    return new Received.Message(buffer[..length].ToArray());
                if (length < buffer.Length)
                    continue;
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.CopyTo(larger);
                if (rented is not null)
                    ArrayPool<byte>.Shared.Return(rented);
                buffer = rented = larger;
            }
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            return new Received.Lost();
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>False if the connection is lost.</summary>
    public async ValueTask<bool> TrySendAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, ct);
            return true;
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            Abort();
            return false;
        }
    }

    /// <summary>Sends the close frame; the peer's own is still to be received.</summary>
    public async ValueTask TrySendCloseAsync(int code, string reason, CancellationToken ct)
    {
        // Codes that stand for "none" and "broken" must not be sent.
        var status = code is (int)WebSocketCloseStatus.Empty or 1006 ? WebSocketCloseStatus.NormalClosure : (WebSocketCloseStatus)code;
        try
        {
            await socket.CloseOutputAsync(status, Shorten(reason), ct);
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            Abort();
        }
    }

    /// <summary>Closes a socket on which nothing else is going on, and waits for the peer's close frame.</summary>
    public async Task CloseAsync(int code, string reason, TimeSpan limit, TimeProvider time)
    {
        using var limited = new CancellationTokenSource(limit, time);
        await TrySendCloseAsync(code, reason, limited.Token);
        await DrainAsync(limited.Token);
    }

    /// <summary>Reads and forgets until the close frame or the end of the connection.</summary>
    public async Task DrainAsync(CancellationToken ct)
    {
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
                await socket.ReceiveAsync(_first.AsMemory(), ct);
        }
        catch (Exception problem) when (IsLoss(problem))
        {
            Abort();
        }
    }

    public void Abort() => socket.Abort();

    // InvalidOperationException: the socket is closed or aborted already.
    private static bool IsLoss(Exception problem) =>
        problem is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;

    private static string Shorten(string reason)
    {
        if (Encoding.UTF8.GetByteCount(reason) <= MaxReasonBytes)
            return reason;
        var text = new StringBuilder();
        var bytes = 0;
        foreach (var rune in reason.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxReasonBytes - 3)
                break;
            text.Append(rune);
        }

        return text.Append('…').ToString();
    }
}

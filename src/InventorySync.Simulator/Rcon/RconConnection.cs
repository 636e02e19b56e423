using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace InventorySync.Simulator.Rcon;

/// <summary>One RCON client: logs in, sends commands, gets replies in the order the game made them.</summary>
public sealed class RconConnection
{
    // Room for the longest name of a password; before the login nobody gets more of our memory.
    private const int LongestLoginBytes = 4 * 1024;

    // The game is said to have a check at this size (factorio-server §6.1).
    private const int LongestCommandBytes = 100 * 1024 * 1024;

    private const int MostUnsentReplies = 4096;
    private const int MostUnsentBytes = 256 * 1024 * 1024;

    private readonly Channel<byte[]> _unsent = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MostUnsentReplies) { SingleReader = true });
    private readonly Socket _socket;
    private readonly byte[] _password;
    private long _unsentBytes;

    internal RconConnection(Socket socket, string password)
    {
        _socket = socket;
        _password = Encoding.UTF8.GetBytes(password);
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
    }

    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Queues the one packet that answers a command. A connection that is gone, or whose client has long stopped
    /// reading, drops it (and in the second case is closed).</summary>
    public void Reply(int id, ReadOnlyMemory<byte> body) => Send(new RconPacket(id, RconPacket.ReplyType, body));

    /// <summary>Serves this client until it leaves.</summary>
    /// <exception cref="InvalidDataException">It sent what is no RCON packet.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    internal async Task ServeAsync(IRconCommands commands, CancellationToken ct)
    {
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        using var stopSending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sending = SendAllAsync(stream, stopSending.Token);
        try
        {
            await ReadAllAsync(stream, commands, ct);
        }
        finally
        {
            _unsent.Writer.TryComplete();
            await stopSending.CancelAsync();
            await sending;
        }
    }

    private async Task ReadAllAsync(Stream stream, IRconCommands commands, CancellationToken ct)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var loggedIn = false;
        while (true)
        {
            var result = await reader.ReadAsync(ct);
            var buffer = result.Buffer;
            while (RconPacket.TryRead(ref buffer, loggedIn ? LongestCommandBytes : LongestLoginBytes, out var packet))
            {
                if (packet!.Type == RconPacket.LoginType)
                    loggedIn = LogIn(packet);
                else if (!loggedIn)
                    throw new InvalidDataException("A command came before the login.");
                else if (packet.Type == RconPacket.CommandType && packet.Body.Length > 0)
                    await commands.ArriveAsync(this, packet.Id, packet.Body, ct);
                // An empty command gets no reply, nor do types that a client has no business sending.
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    private bool LogIn(RconPacket packet)
    {
        var welcome = CryptographicOperations.FixedTimeEquals(packet.Body.Span, _password);
        Send(new RconPacket(welcome ? packet.Id : RconPacket.WrongPasswordId, RconPacket.LoginAnswerType, ReadOnlyMemory<byte>.Empty));
        return welcome;
    }

    private void Send(RconPacket packet)
    {
        var bytes = packet.ToBytes();
        if (Interlocked.Add(ref _unsentBytes, bytes.Length) <= MostUnsentBytes && _unsent.Writer.TryWrite(bytes))
            return;
        _unsent.Writer.TryComplete();
        if (_socket.Connected)
            _socket.Shutdown(SocketShutdown.Both);
    }

    private async Task SendAllAsync(Stream stream, CancellationToken ct)
    {
        try
        {
            await foreach (var bytes in _unsent.Reader.ReadAllAsync(ct))
            {
                await stream.WriteAsync(bytes, ct);
                Interlocked.Add(ref _unsentBytes, -bytes.Length);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client is gone: the reading side sees the same and reports it. Replies to nobody are dropped.
            _unsent.Writer.TryComplete();
        }
    }
}

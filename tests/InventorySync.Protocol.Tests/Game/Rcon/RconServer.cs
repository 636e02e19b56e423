using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace InventorySync.Protocol.Tests.Game.Rcon;

/// <summary>A game server's RCON on a real socket; what it answers, and how the bytes are split, is the test's.</summary>
public sealed class RconServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<(int Id, string Body)> _commands = Channel.CreateUnbounded<(int, string)>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<NetworkStream> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public RconServer(string password = "secret")
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync(password);
    }

    public int Port { get; }

    /// <summary>The next command that arrives.</summary>
    public async Task<(int Id, string Body)> NextAsync() => await _commands.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public static byte[] Packet(int id, int type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var packet = new byte[bytes.Length + 14];
        BinaryPrimitives.WriteInt32LittleEndian(packet, bytes.Length + 10);
        BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(4), id);
        BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(8), type);
        bytes.CopyTo(packet, 12);
        return packet;
    }

    public Task ReplyAsync(int id, string body) => WriteAsync(Packet(id, 0, body));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var stream = await _connected.Task;
        await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await stream.FlushAsync(TestContext.Current.CancellationToken);
    }

    public async Task CloseConnectionAsync() => (await _connected.Task).Socket.Close();

    public async ValueTask DisposeAsync()
    {
        if (_serving.IsCompleted && _stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync(string password)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            client.NoDelay = true;
            var stream = client.GetStream();
            while (await ReadAsync(stream) is { } packet)
            {
                if (packet.Type == 3)
                {
                    await stream.WriteAsync(Packet(packet.Body == password ? packet.Id : -1, 2, ""), _stopping.Token);
                    _connected.TrySetResult(stream);
                }
                else
                {
                    await _commands.Writer.WriteAsync((packet.Id, packet.Body), _stopping.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            _connected.TrySetException(exception);
        }
    }

    private async Task<(int Id, int Type, string Body)?> ReadAsync(NetworkStream stream)
    {
        var head = new byte[12];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, _stopping.Token) < head.Length)
            return null;
        var rest = new byte[BinaryPrimitives.ReadInt32LittleEndian(head) - 8];
        await stream.ReadExactlyAsync(rest, _stopping.Token);
        return (BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4)), BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8)),
            Encoding.UTF8.GetString(rest.AsSpan(0, rest.Length - 2)));
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InventorySync.Simulator.Tests.Rcon;

/// <summary>A client that speaks RCON from the specification alone, byte by byte, to check the server against.</summary>
public sealed class RconTestClient : IDisposable
{
    private readonly TcpClient _client;

    private RconTestClient(TcpClient client) => _client = client;

    public static async Task<RconTestClient> ConnectAsync(IPEndPoint address, CancellationToken ct)
    {
        var client = new TcpClient();
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), ct);
        return new RconTestClient(client);
    }

    public static async Task<RconTestClient> LogInAsync(IPEndPoint address, string password, CancellationToken ct)
    {
        var client = await ConnectAsync(address, ct);
        await client.SendAsync(0, 3, password, ct);
        var answer = await client.ReceiveAsync(ct);
        Assert.Equal((0, 2, ""), answer);
        return client;
    }

    public static byte[] Packet(int id, int type, string body)
    {
        var text = Encoding.UTF8.GetBytes(body);
        var bytes = new byte[text.Length + 14];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, text.Length + 10);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), id);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), type);
        text.CopyTo(bytes, 12);
        return bytes;
    }

    public ValueTask SendBytesAsync(byte[] bytes, CancellationToken ct) => _client.GetStream().WriteAsync(bytes, ct);

    public ValueTask SendAsync(int id, int type, string body, CancellationToken ct) => SendBytesAsync(Packet(id, type, body), ct);

    public async Task<(int Id, int Type, string Body)> ReceiveAsync(CancellationToken ct)
    {
        var size = new byte[4];
        await _client.GetStream().ReadExactlyAsync(size, ct);
        var packet = new byte[BinaryPrimitives.ReadInt32LittleEndian(size)];
        await _client.GetStream().ReadExactlyAsync(packet, ct);
        Assert.Equal([0, 0], packet[^2..]);
        return (
            BinaryPrimitives.ReadInt32LittleEndian(packet),
            BinaryPrimitives.ReadInt32LittleEndian(packet.AsSpan(4)),
            Encoding.UTF8.GetString(packet.AsSpan(8, packet.Length - 10)));
    }

    /// <summary>Sends a command and returns the reply to it.</summary>
    public async Task<string> CommandAsync(int id, string command, CancellationToken ct)
    {
        await SendAsync(id, 2, command, ct);
        var (replyId, type, body) = await ReceiveAsync(ct);
        Assert.Equal((id, 0), (replyId, type));
        return body;
    }

    /// <summary>Whether the server has closed the connection without sending anything more.</summary>
    public async Task<bool> IsClosedByServerAsync(CancellationToken ct)
    {
        try
        {
            return await _client.GetStream().ReadAsync(new byte[1], ct) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _client.Dispose();
}

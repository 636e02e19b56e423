using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>A plain end of the protocol that says exactly what the test writes, over a real socket.</summary>
public sealed class RawPeer : IDisposable
{
    private readonly WebSocket _socket;
    private readonly Uri? _url;

    public RawPeer(WebSocket accepted) => _socket = accepted;

    public RawPeer(Uri controller) => (_socket, _url) = (new ClientWebSocket(), new Uri("ws://" + controller.Authority + "/api/socket"));

    public int? CloseCode => (int?)_socket.CloseStatus;

    public string CloseReason => _socket.CloseStatusDescription ?? "";

    public Task ConnectAsync(CancellationToken ct) => ((ClientWebSocket)_socket).ConnectAsync(_url!, ct);

    public Task SendAsync(string message, CancellationToken ct) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, ct);

    public Task SendBinaryAsync(ReadOnlyMemory<byte> message, CancellationToken ct) =>
        _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, ct).AsTask();

    /// <summary>The next message, or null when the peer closed (then answered in kind) or broke the connection.</summary>
    public async Task<string?> ReceiveAsync(CancellationToken ct)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), ct);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived)
                        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ct);
                    return null;
                }

                message.Write(buffer, 0, result.Count);
                if (result.EndOfMessage)
                    return Encoding.UTF8.GetString(message.ToArray());
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>The next message that is no heartbeat.</summary>
    public async Task<string> ExpectAsync(CancellationToken ct)
    {
        while (true)
        {
            var message = await ReceiveAsync(ct) ?? throw new InvalidOperationException($"Closed with {CloseCode} {CloseReason}.");
            if (!message.Contains("\"heartbeat\"", StringComparison.Ordinal))
                return message;
        }
    }

    /// <summary>Reads until the connection ends.</summary>
    public async Task UntilClosedAsync(CancellationToken ct)
    {
        while (await ReceiveAsync(ct) is not null)
        {
        }
    }

    /// <summary>Connects and registers as a plain host; returns the session token.</summary>
    public async Task<string> RegisterAsync(int hostId, CancellationToken ct, string plugins = """{"inventory_sync":"2.0.0-alpha.27"}""")
    {
        await ConnectAsync(ct);
        await ExpectAsync(ct);
        await SendAsync("{\"type\":\"registerHost\",\"data\":{\"token\":\"fine\",\"version\":\"2.0.0-alpha.27\",\"id\":" + hostId + ",\"plugins\":" + plugins + "}}", ct);
        using var ready = JsonDocument.Parse(await ExpectAsync(ct));
        Assert.Equal("ready", ready.RootElement.GetProperty("type").GetString());
        return ready.RootElement.GetProperty("data").GetProperty("sessionToken").GetString()!;
    }

    public void Abort() => _socket.Abort();

    public Task CloseAsync(int code, CancellationToken ct) => _socket.CloseOutputAsync((WebSocketCloseStatus)code, "", ct);

    public void Dispose() => _socket.Dispose();
}

using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.Controller.Tests.Support;

/// <summary>A client of the plain protocol that knows nothing of our code: JSON texts over a WebSocket.</summary>
internal sealed class PlainClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationToken _ct;

    private PlainClient(CancellationToken ct) => _ct = ct;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<PlainClient> ConnectAsync(Uri controller, CancellationToken ct)
    {
        var client = new PlainClient(ct);
        await client._socket.ConnectAsync(new UriBuilder(controller) { Scheme = "ws", Path = "/api/socket" }.Uri, ct);
        return client;
    }

    public Task SendAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, _ct);

    /// <summary>The next message; null when the controller closes.</summary>
    public async Task<JsonNode?> ReceiveAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, _ct);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _ct);
                return null;
            }

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonNode.Parse(message.ToArray());
        }
    }

    /// <summary>Expects a message that is equal to this JSON but for the order of members.</summary>
    public async Task ExpectAsync(string json)
    {
        var message = await ReceiveAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), message), $"expected {json}\nbut got  {message?.ToJsonString()}");
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _ct);

    public void Dispose() => _socket.Dispose();
}

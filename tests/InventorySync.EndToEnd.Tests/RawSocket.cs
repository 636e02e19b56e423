using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.EndToEnd.Tests;

/// <summary>A WebSocket to the controller that says exactly what a test writes.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    /// <summary>Opens a socket, and takes the controller's <c>hello</c>.</summary>
    public static async Task<RawSocket> ConnectAsync(Uri controller, CancellationToken ct)
    {
        var socket = new RawSocket();
        await socket._socket.ConnectAsync(new UriBuilder(controller) { Scheme = "ws", Path = "/api/socket" }.Uri, ct);
        Assert.NotNull(await socket.ReceiveAsync(ct));
        return socket;
    }

    /// <summary>Registers as a host of the plain protocol.</summary>
    public async Task RegisterAsync(int hostId, string token, CancellationToken ct)
    {
        var register = new JsonObject
        {
            ["type"] = "registerHost",
            ["data"] = new JsonObject { ["token"] = token, ["version"] = "2.0.0-alpha.27", ["id"] = hostId, ["plugins"] = new JsonObject() },
        };
        await SendAsync(register.ToJsonString(), ct);
        Assert.Contains("\"ready\"", await ReceiveAsync(ct), StringComparison.Ordinal);
    }

    public Task SendAsync(string message, CancellationToken ct) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, ct);

    /// <summary>Sends a message and reads until the controller closes the connection.</summary>
    /// <returns>The close code and its reason.</returns>
    public async Task<(int Code, string Reason)> SendUntilClosedAsync(string message, CancellationToken ct)
    {
        var sending = SendAsync(message, ct);
        while (await ReceiveAsync(ct) is not null)
            continue;
        await sending;
        return ((int)_socket.CloseStatus!, _socket.CloseStatusDescription ?? "");
    }

    public void Dispose() => _socket.Dispose();

    // The next message; null when the controller closes.
    private async Task<string?> ReceiveAsync(CancellationToken ct)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, ct);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>A TCP proxy whose connections can be cut, and which can be made to take no new ones for a while.</summary>
public sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private readonly Uri _target;
    private readonly Task _accepting;
    private TaskCompletionSource _open = new();

    public CuttableProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _open.SetResult();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Cuts all connections with a reset; new ones wait until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _open = new TaskCompletionSource();
        foreach (var socket in _sockets.Keys)
            Reset(socket);
    }

    public void Mend() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Mend();
        foreach (var socket in _sockets.Keys)
            Reset(socket);
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
            return;
        }
    }

    private async Task CarryAsync(Socket near)
    {
        await _open.Task;
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(_target.Host, _target.Port);
            _sockets.TryAdd(near, true);
            _sockets.TryAdd(far, true);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (SocketException)
        {
            // The target is gone: the near end is told below.
        }
        finally
        {
            Reset(near);
            Reset(far);
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                for (var sent = 0; sent < length;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // Cut.
            return;
        }
    }

    private void Reset(Socket socket)
    {
        _sockets.TryRemove(socket, out _);
        socket.Close(0);
    }
}

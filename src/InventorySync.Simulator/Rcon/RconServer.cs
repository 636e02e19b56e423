using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace InventorySync.Simulator.Rcon;

/// <summary>The game's RCON interface: accepts clients and hands on their commands (factorio-server §6.1).</summary>
public sealed class RconServer : IAsyncDisposable
{
    /// <summary>As many connections as the game takes; further ones are closed at once.</summary>
    public const int MostConnections = 128;

    private readonly ConcurrentDictionary<RconConnection, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _listener;
    private readonly string _password;
    private readonly IRconCommands _commands;
    private readonly Task _accepting;

    private RconServer(Socket listener, string password, IRconCommands commands)
    {
        _listener = listener;
        _password = password;
        _commands = commands;
        LocalEndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _accepting = AcceptAllAsync(_stopping.Token);
    }

    /// <summary>The address in use, with the port the system picked where 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public static RconServer Start(IPEndPoint address, string password, IRconCommands commands)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(address);
            listener.Listen();
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
        return new RconServer(listener, password, commands);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAllAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that gave up before it was accepted. The next one may come.
                continue;
            }

            if (_connections.Count >= MostConnections)
            {
                socket.Dispose();
                continue;
            }
            socket.NoDelay = true;
            var connection = new RconConnection(socket, _password);
            var start = new TaskCompletionSource();
            _connections[connection] = ServeAsync(start.Task, connection, socket, ct);
            start.SetResult();
        }
    }

    private async Task ServeAsync(Task start, RconConnection connection, Socket socket, CancellationToken ct)
    {
        await start;
        string? fault = null;
        _commands.Connected(connection);
        try
        {
            await connection.ServeAsync(_commands, ct);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or SocketException)
        {
            fault = exception.Message;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops; the client sees the connection close, as with the game.
            fault = null;
        }
        finally
        {
            socket.Dispose();
            _connections.TryRemove(connection, out _);
            _commands.Disconnected(connection, fault);
        }
    }
}

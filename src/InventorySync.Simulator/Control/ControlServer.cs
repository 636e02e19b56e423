using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace InventorySync.Simulator.Control;

/// <summary>
/// The control socket: JSON lines over a Unix domain socket, by which tests, the demo and people at a shell play the
/// players. Requests of one connection start in their order; an answer that takes longer does not hold up others.
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    private const int MostConnections = 64;
    private const int MostUnanswered = 64;

    // Room for a player's whole belongings in one request.
    private const int LongestLineBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _listener;
    private readonly Func<ControlRequest, CancellationToken, ValueTask> _handOver;
    private readonly Task _accepting;

    private ControlServer(string path, Socket listener, Func<ControlRequest, CancellationToken, ValueTask> handOver)
    {
        Path = path;
        _listener = listener;
        _handOver = handOver;
        _accepting = AcceptAllAsync(_stopping.Token);
    }

    public string Path { get; }

    /// <summary>Listens at this path; a socket left over there by a killed server is replaced.</summary>
    /// <param name="handOver">Takes each request; waits while there are too many.</param>
    /// <exception cref="SocketException">The path cannot be bound, or another server listens there.</exception>
    public static ControlServer Start(string path, Func<ControlRequest, CancellationToken, ValueTask> handOver)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            RemoveLeftOver(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
        }
        catch (Exception)
        {
            listener.Dispose();
            throw;
        }
        return new ControlServer(path, listener, handOver);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        // Who asked the server to quit should still get the answer.
        _stopping.CancelAfter(LongestFarewell);
        await _accepting;
        foreach (var socket in _connections.Keys)
            StopReading(socket);
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
        File.Delete(Path);
    }

    // Only a socket that nobody listens at any more: another server's must not be taken away from it.
    private static void RemoveLeftOver(string path)
    {
        if (!File.Exists(path))
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }
        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    private static void StopReading(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client has just left by itself, which is as good.
            return;
        }
    }

    private async Task AcceptAllAsync(CancellationToken ct)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(ct);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
            if (_connections.Count >= MostConnections)
            {
                socket.Dispose();
                continue;
            }
            var start = new TaskCompletionSource();
            _connections[socket] = ServeAsync(start.Task, socket, ct);
            start.SetResult();
        }
    }

    private async Task ServeAsync(Task start, Socket socket, CancellationToken ct)
    {
        await start;
        using var mayAsk = new SemaphoreSlim(MostUnanswered);
        using var writing = new SemaphoreSlim(1);
        var answering = new List<Task>();
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
            while (true)
            {
                var read = await reader.ReadAsync(ct);
                var buffer = read.Buffer;
                while (TryReadLine(ref buffer, out var line))
                {
                    await mayAsk.WaitAsync(ct);
                    answering.RemoveAll(task => task.IsCompletedSuccessfully);
                    answering.Add(await AskAsync(line));
                }
                if (buffer.Length > LongestLineBytes)
                {
                    await WriteAsync(ControlRequest.ErrorLine(null, $"a line may have {LongestLineBytes} bytes at most"));
                    break;
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    break;
            }
            await Task.WhenAll(answering).WaitAsync(ct);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The client is gone or the server ends; there is nobody to tell. Operations already begun take effect.
            return;
        }
        finally
        {
            _connections.TryRemove(socket, out _);
        }

        async Task<Task> AskAsync(string line)
        {
            ControlRequest request;
            try
            {
                request = ControlRequest.Parse(line);
            }
            catch (FormatException exception)
            {
                await WriteAsync(ControlRequest.ErrorLine(null, exception.Message));
                mayAsk.Release();
                return Task.CompletedTask;
            }
            await _handOver(request, ct);
            return AnswerAsync(request);
        }

        async Task AnswerAsync(ControlRequest request)
        {
            await WriteAsync(await request.AnswerLine.WaitAsync(ct));
            mayAsk.Release();
        }

        async Task WriteAsync(string answer)
        {
            await writing.WaitAsync(ct);
            try
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), ct);
            }
            finally
            {
                writing.Release();
            }
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out string line)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = Encoding.UTF8.GetString(buffer.Slice(0, end)).Trim();
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            if (line.Length > 0)
                return true;
        }
        line = "";
        return false;
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace InventorySync.Protocol.Game.Rcon;

/// <summary>
/// One RCON connection to a game server. Any number of callers send at once; replies are matched by id and may come in any
/// order. The number of open commands is bounded, and so is the number of those that wait to be sent.
/// </summary>
/// <remarks>
/// Facts relied on: factorio-server.md §6.1. A reply is one packet of any length; an empty command is never answered,
/// so none is ever sent; ids count from 1, because the first connection mixes console lines into replies to id 0.
/// </remarks>
public sealed class RconClient : IGameConsole, IAsyncDisposable
{
    private readonly RconOptions _options;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<ReadOnlyMemory<byte>>> _open = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private RconConnectionLostException? _lost;
    private int _lastId;
    private int _queued;

    private RconClient(RconOptions options, TimeProvider time, Socket socket)
    {
        _options = options;
        _time = time;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        _slots = new SemaphoreSlim(options.MaxInFlight, options.MaxInFlight);
    }

    /// <summary>Done when the connection has ended, whoever ended it.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Commands sent and not yet answered.</summary>
    public int InFlight => _open.Count;

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="RconRefusedException">Nothing listens at the port, or the password is wrong.</exception>
    public static async Task<RconClient> ConnectAsync(RconOptions options, TimeProvider time, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        RconClient? client = null;
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, either.Token);
            client = new RconClient(options, time, socket);
            await client.LogInAsync(either.Token);
            client._reading = client.ReadRepliesAsync();
            return client;
        }
        catch (Exception exception)
        {
            socket.Dispose();
            client?.Abandon();
            throw exception switch
            {
                OperationCanceledException when ct.IsCancellationRequested => exception,
                OperationCanceledException => new RconRefusedException(
                    $"RCON at {options.Host}:{options.Port} did not answer the login within {options.ConnectTimeout.TotalSeconds:0} s.", exception),
                RconRefusedException => exception,
                _ => new RconRefusedException($"RCON at {options.Host}:{options.Port} cannot be reached: {exception.Message}", exception),
            };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The command is empty, too long, or has a line break.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(ReadOnlyMemory<byte> command, CancellationToken ct)
    {
        Check(command.Span);
        await TakeSlotAsync(ct);
        var id = NextId();
        var reply = new TaskCompletionSource<ReadOnlyMemory<byte>>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _open[id] = reply;
            // A loss that came between is found here: after it, nobody else would complete this command.
            if (_lost is { } lost)
                throw lost;
            // The time runs from before the write: a server that does not read is one that does not answer.
            var answered = reply.Task.WaitAsync(_options.RequestTimeout, _time, ct);
            await WriteAsync(id, RconPacket.TypeCommand, command, ct);
            return await answered;
        }
        catch (TimeoutException exception)
        {
            throw new RconTimeoutException(
                $"The game server did not answer a command of {command.Length} bytes within {_options.RequestTimeout.TotalSeconds:0} s.", exception);
        }
        finally
        {
            _open.TryRemove(id, out _);
            reply.TrySetCanceled(CancellationToken.None);
            _slots.Release();
        }
    }

    /// <summary>Sends one command as text and gives the reply as text.</summary>
    /// <exception cref="ArgumentException">The command is empty, too long, or has a line break.</exception>
    /// <exception cref="RconException">Not sent, not answered in time, or the connection ended.</exception>
    public async Task<string> SendAsync(string command, CancellationToken ct)
    {
        var reply = await SendAsync(Encoding.UTF8.GetBytes(command), ct);
        return Encoding.UTF8.GetString(reply.Span);
    }

    /// <summary>Closes the connection; open commands fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Lose(new RconConnectionLostException("The RCON connection was closed."));
        await _reading;
        Abandon();
        _writing.Dispose();
        _closing.Dispose();
    }

    private void Check(ReadOnlySpan<byte> command)
    {
        if (command.IsEmpty)
            throw new ArgumentException("An empty RCON command is never answered by the game, so it is not sent.", nameof(command));
        if (command.Length > _options.MaxCommandBytes)
            throw new ArgumentException($"An RCON command of {command.Length} bytes is over the limit of {_options.MaxCommandBytes}.", nameof(command));
        // A line break ends the command in some places of the game's console and not in others (save-patching-and-ipc.md §4.3).
        if (command.IndexOfAny((byte)'\n', (byte)'\r', (byte)0) >= 0)
            throw new ArgumentException("An RCON command must be one line without NUL.", nameof(command));
    }

    private async Task TakeSlotAsync(CancellationToken ct)
    {
        if (Interlocked.Increment(ref _queued) > _options.MaxQueued)
        {
            Interlocked.Decrement(ref _queued);
            throw new RconException($"{_options.MaxQueued} RCON commands are waiting to be sent already; this one is refused.");
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _closing.Token);
            await _slots.WaitAsync(either.Token);
        }
        catch (Exception exception) when (_lost is not null && !ct.IsCancellationRequested
            && exception is OperationCanceledException or ObjectDisposedException)
        {
            throw new RconConnectionLostException(_lost!.Message, exception);
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }

    private int NextId()
    {
        while (true)
        {
            var id = Interlocked.Increment(ref _lastId) & int.MaxValue;
            if (id != 0)
                return id;
        }
    }

    private async Task WriteAsync(int id, int type, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var length = RconPacket.Length(body.Length);
        var packet = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            RconPacket.Write(packet, id, type, body.Span);
            await _writing.WaitAsync(ct);
            try
            {
                // Not cancelled with the caller: half a packet would spoil all that follow.
                await _stream.WriteAsync(packet.AsMemory(0, length), CancellationToken.None);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            Lose(new RconConnectionLostException($"The RCON connection was lost: {exception.Message}", exception));
            throw _lost!;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packet);
        }
    }

    private async Task LogInAsync(CancellationToken ct)
    {
        var id = NextId();
        await WriteAsync(id, RconPacket.TypeLogin, Encoding.UTF8.GetBytes(_options.Password), ct);
        var (answer, _, _) = await ReadPacketAsync(ct)
            ?? throw new RconRefusedException($"The server at {_options.Host}:{_options.Port} closed the RCON connection during the login.");
        if (answer == RconPacket.RefusedId)
        {
            throw new RconRefusedException(
                $"The server at {_options.Host}:{_options.Port} refused the RCON password. It must be the one the server was started with.");
        }

        if (answer != id)
            throw new RconRefusedException($"{_options.Host}:{_options.Port} does not answer like a game server's RCON.");
    }

    private async Task ReadRepliesAsync()
    {
        var reason = new RconConnectionLostException("The game server closed the RCON connection.");
        try
        {
            while (await ReadPacketAsync(_closing.Token) is { } packet)
            {
                // A reply that nobody waits for any more came after its time-out, or is one of the extra empty ones of old servers.
                if (packet.Type == RconPacket.TypeReply && _open.TryRemove(packet.Id, out var waiting))
                    waiting.TrySetResult(packet.Body);
            }
        }
        catch (RconConnectionLostException exception)
        {
            reason = exception;
        }
        catch (OperationCanceledException exception)
        {
            reason = new RconConnectionLostException("The RCON connection was closed.", exception);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            reason = new RconConnectionLostException($"The RCON connection was lost: {exception.Message}", exception);
        }

        Lose(reason);
        await _reader.CompleteAsync();
        await _stream.DisposeAsync();
        _closed.TrySetResult();
    }

    private async ValueTask<(int Id, int Type, ReadOnlyMemory<byte> Body)?> ReadPacketAsync(CancellationToken ct)
    {
        var needed = 1;
        while (true)
        {
            var result = await _reader.ReadAtLeastAsync(needed, ct);
            var buffer = result.Buffer;
            if (RconPacket.TryRead(ref buffer, _options.MaxReplyBytes, out var id, out var type, out var body, out needed))
            {
                _reader.AdvanceTo(buffer.Start);
                return (id, type, body);
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    private void Lose(RconConnectionLostException reason)
    {
        if (Interlocked.CompareExchange(ref _lost, reason, null) is not null)
            return;

        _closing.Cancel();
        foreach (var id in _open.Keys)
        {
            if (_open.TryRemove(id, out var waiting))
                waiting.TrySetException(reason);
        }
    }

    private void Abandon() => _socket.Dispose();
}

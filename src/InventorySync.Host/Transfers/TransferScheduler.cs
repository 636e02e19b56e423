using InventorySync.Host.Configuration;
using InventorySync.Protocol.Game.Module;
using InventorySync.Protocol.Game.Output;
using InventorySync.Protocol.Game.Rcon;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Transfers;

/// <summary>
/// Sends the parts of several documents into one game. Each part in flight is a stream of one segment per tick, so their number is a window
/// bounded by bytes per tick; whoever has the fewest parts in flight is next, so a huge document does not delay a small one
/// (save-patching-and-ipc.md §5, factorio-server.md §7).
/// </summary>
public sealed partial class TransferScheduler : IAsyncDisposable
{
    private readonly IGameConsole _console;
    private readonly TransferOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TransferScheduler> _logger;
    private readonly BackgroundWork _work;
    private readonly Lock _lock = new();
    private readonly List<Sending> _sendings = [];
    private SegmentSettings _segments = new();
    private int _connected = 1;
    private int _inFlight;
    private long _turns;

    /// <summary>Sends through <paramref name="console"/> until it is disposed.</summary>
    public TransferScheduler(IGameConsole console, TransferOptions options, TimeProvider time, ILogger<TransferScheduler> logger)
    {
        _console = console;
        _options = options;
        _time = time;
        _logger = logger;
        _work = new BackgroundWork(logger);
    }

    /// <summary>The server's segment settings, as it printed them.</summary>
    public void UseSegments(SegmentSettings segments) => Change(() => _segments = segments);

    /// <summary>Clients connected now.</summary>
    public void UseConnected(int connected) => Change(() => _connected = Math.Max(1, connected));

    /// <summary>Parts that may be in flight together.</summary>
    public int Window
    {
        get
        {
            lock (_lock)
                return Streams;
        }
    }

    /// <summary>Parts in flight now.</summary>
    public int InFlight
    {
        get
        {
            lock (_lock)
                return _inFlight;
        }
    }

    private int SegmentBytes => _segments.SizeFor(_connected);

    // A tick carries at most 255 segments (factorio-server.md §7.1).
    private int Streams => Math.Clamp(_options.BytesPerTick / SegmentBytes, 1, 255);

    /// <summary>How a document would be cut now.</summary>
    /// <param name="encodedBytes">Length of the encoded text, or an estimate.</param>
    public DocumentCut Plan(int encodedBytes)
    {
        lock (_lock)
            return DocumentCut.For(encodedBytes, Streams, SegmentBytes);
    }

    /// <summary>Sends all parts of a transfer.</summary>
    /// <param name="transfer">What to send.</param>
    /// <param name="announced">
    /// Done when the module has taken the announcement: true, or false when it does not want it. Parts are sent at once, since waiting would cost
    /// a round trip; a part that overtook the announcement is sent again.
    /// </param>
    /// <param name="ct">Cancels the transfer; parts in flight are not taken back.</param>
    public async Task<TransferEnd> SendAsync(Transfer transfer, Task<bool> announced, CancellationToken ct)
    {
        var sending = new Sending(transfer, announced);
        await using var registration = ct.Register(() => End(sending, TransferEnd.Cancelled));
        lock (_lock)
            _sendings.Add(sending);
        transfer.Parts.Grown += Grow;
        try
        {
            _work.Run("Waiting for an announcement", stopping => FollowAnnouncementAsync(sending, stopping));
            Change(sending.TakeNew);
            return await sending.Done.Task;
        }
        finally
        {
            transfer.Parts.Grown -= Grow;
        }

        void Grow(object? sender, EventArgs arguments) => Change(sending.TakeNew);
    }

    /// <summary>Ends a transfer that the module no longer wants.</summary>
    public void Cancel(long transfer)
    {
        Sending? sending;
        lock (_lock)
            sending = _sendings.Find(candidate => candidate.Transfer.Number == transfer);
        if (sending is not null)
            End(sending, TransferEnd.Cancelled);
    }

    /// <summary>Ends all transfers: the conversation starts over.</summary>
    public void CancelAll()
    {
        List<Sending> sendings;
        lock (_lock)
            sendings = [.. _sendings];
        foreach (var sending in sendings)
            End(sending, TransferEnd.Cancelled);
    }

    /// <summary>Ends all transfers and waits for the parts in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        CancelAll();
        await _work.DisposeAsync();
    }

    private async Task FollowAnnouncementAsync(Sending sending, CancellationToken ct)
    {
        bool wanted;
        try
        {
            wanted = await sending.Announced.WaitAsync(ct);
        }
        catch (Exception exception) when (exception is RconException or OperationCanceledException)
        {
            wanted = false;
        }

        if (!wanted)
        {
            End(sending, TransferEnd.Cancelled);
            return;
        }

        lock (_lock)
        {
            sending.IsConfirmed = true;
            foreach (var index in sending.Overtook)
                sending.Waiting.Enqueue(index);
            sending.Overtook.Clear();
        }

        Pump();
    }

    private void Change(Action change)
    {
        lock (_lock)
            change();
        Pump();
    }

    /// <summary>Starts as many parts as the window has room for.</summary>
    private void Pump()
    {
        while (true)
        {
            Sending? next;
            int index;
            lock (_lock)
            {
                if (_inFlight >= Streams)
                    return;
                next = _sendings.Where(sending => sending.Waiting.Count > 0).MinBy(sending => (InFlightOf(sending.Transfer.PlayerName), sending.LastTurn));
                if (next is null)
                    return;
                index = next.Waiting.Dequeue();
                next.LastTurn = ++_turns;
                next.InFlight++;
                _inFlight++;
                if (!next.IsConfirmed)
                    next.SentBeforeConfirmation.Add(index);
            }

            var sending = next;
            _work.Run("Sending a part", ct => SendPartAsync(sending, index, ct));
        }
    }

    private int InFlightOf(string playerName) => _sendings.Where(sending => sending.Transfer.PlayerName == playerName).Sum(sending => sending.InFlight);

    private async Task SendPartAsync(Sending sending, int index, CancellationToken ct)
    {
        var verdict = PartVerdict.Again;
        try
        {
            var transfer = sending.Transfer;
            var command = ModuleCommand.Part(transfer.Number, index, transfer.Parts.IsLast(index), transfer.Parts[index].Span);
            // A part may be lost in a reconnect, and then no reply ever comes: it has a time-out of its own, shorter than the console's.
            var reply = await _console.SendAsync(command, ct).WaitAsync(_options.PartTimeout, _time, ct);
            verdict = Judge(transfer, index, reply);
        }
        catch (Exception exception) when (exception is RconTimeoutException or TimeoutException)
        {
            LogTimeout(index, sending.Transfer.Number);
        }
        catch (RconConnectionLostException)
        {
            // After a reconnect the conversation starts over, and with it this transfer.
            verdict = PartVerdict.Lost;
        }
        catch (RconException exception)
        {
            LogNotSent(index, sending.Transfer.Number, exception.Message);
        }
        finally
        {
            Settle(sending, index, verdict);
        }
    }

    private PartVerdict Judge(Transfer transfer, int index, ReadOnlyMemory<byte> reply)
    {
        if (reply.IsEmpty)
            return PartVerdict.Accepted;
        if (ModuleCommand.Is(reply, ModuleCommand.Unknown))
            return PartVerdict.Unknown;
        if (!ModuleCommand.Is(reply, ModuleCommand.Damaged))
            LogUnexpected(index, transfer.Number, System.Text.Encoding.UTF8.GetString(reply.Span[..Math.Min(200, reply.Length)]).Trim());
        return PartVerdict.Again;
    }

    private void Settle(Sending sending, int index, PartVerdict verdict)
    {
        TransferEnd? end = null;
        lock (_lock)
        {
            _inFlight--;
            sending.InFlight--;
            switch (verdict)
            {
                case PartVerdict.Accepted:
                    sending.Accepted++;
                    if (sending.Transfer.Parts.IsLast(sending.Accepted))
                        end = TransferEnd.Sent;
                    break;
                case PartVerdict.Lost:
                    end = TransferEnd.Cancelled;
                    break;
                case PartVerdict.Unknown when sending.IsConfirmed && sending.SentBeforeConfirmation.Contains(index):
                    // It was on its way when the announcement was confirmed, so it may have run before that.
                    sending.SentBeforeConfirmation.Remove(index);
                    sending.Waiting.Enqueue(index);
                    break;
                case PartVerdict.Unknown when sending.IsConfirmed:
                    end = TransferEnd.Unknown;
                    break;
                case PartVerdict.Unknown:
                    sending.SentBeforeConfirmation.Remove(index);
                    sending.Overtook.Add(index);
                    break;
                default:
                    var attempts = sending.Attempts.GetValueOrDefault(index) + 1;
                    sending.Attempts[index] = attempts;
                    if (attempts < _options.PartAttempts)
                        sending.Waiting.Enqueue(index);
                    else
                        end = TransferEnd.Failed;
                    break;
            }
        }

        if (end is { } final)
            End(sending, final);
        else
            Pump();
    }

    private void End(Sending sending, TransferEnd end)
    {
        lock (_lock)
        {
            _sendings.Remove(sending);
            sending.Waiting.Clear();
        }

        if (sending.Done.TrySetResult(end))
            LogEnded(sending.Transfer.Number, sending.Transfer.Parts.Count, sending.Transfer.Parts.Bytes, end);
        Pump();
    }

    [LoggerMessage(4020, LogLevel.Warning, "Part {Part} of transfer {Transfer} was not answered in time; it is sent again")]
    private partial void LogTimeout(int part, long transfer);

    [LoggerMessage(4021, LogLevel.Warning, "Part {Part} of transfer {Transfer} could not be sent: {Reason}")]
    private partial void LogNotSent(int part, long transfer, string reason);

    [LoggerMessage(4022, LogLevel.Warning, "The game answered part {Part} of transfer {Transfer} with: {Reply}")]
    private partial void LogUnexpected(int part, long transfer, string reply);

    [LoggerMessage(4023, LogLevel.Debug, "Transfer {Transfer} of {Parts} parts, {Bytes} bytes, ended: {End}")]
    private partial void LogEnded(long transfer, int parts, int bytes, TransferEnd end);
}

using System.Security.Cryptography;
using System.Text;
using InventorySync.Host.Controller;
using InventorySync.Host.Journal;
using InventorySync.Host.Transfers;
using InventorySync.Protocol.Game.Module;
using InventorySync.Protocol.Game.Output;
using InventorySync.Protocol.Game.Rcon;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Players;

/// <summary>
/// The host's half of docs/module-protocol.md for one run of a game server: takes the module's lines in their order, asks the controller, and
/// answers by commands.
/// </summary>
public sealed partial class ModuleConversation : IAsyncDisposable
{
    private const int NonceLength = 12;
    private const string NonceCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly InstanceIdentity _instance;
    private readonly IGameConsole _console;
    private readonly ControllerAccess _controller;
    private readonly Deliveries _deliveries;
    private readonly TransferScheduler _transfers;
    private readonly string _scriptOutput;
    private readonly TimeProvider _time;
    private readonly ILogger<ModuleConversation> _logger;
    private readonly BackgroundWork _work;
    private readonly LineOrder _order = new();
    private readonly SemaphoreSlim _greeting = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AcquireAttempt> _attempts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _uploadNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _uploadGenerations = new(StringComparer.Ordinal);
    private long _lastTransfer;
    private bool? _toldExtended;

    /// <summary>Begins with <see cref="GreetAsync"/>.</summary>
    /// <param name="instance">Which instance it is.</param>
    /// <param name="console">Takes commands for the game.</param>
    /// <param name="controller">The way to the controller.</param>
    /// <param name="deliveries">Delivers uploads and releases.</param>
    /// <param name="transfers">Sends documents; the conversation does not dispose it.</param>
    /// <param name="scriptOutput">The server's <c>script-output</c> directory.</param>
    /// <param name="time">Clock of pauses and time-outs.</param>
    /// <param name="logger">Log.</param>
    public ModuleConversation(
        InstanceIdentity instance, IGameConsole console, ControllerAccess controller, Deliveries deliveries, TransferScheduler transfers,
        string scriptOutput, TimeProvider time, ILogger<ModuleConversation> logger)
    {
        _instance = instance;
        _console = console;
        _controller = controller;
        _deliveries = deliveries;
        _transfers = transfers;
        _scriptOutput = scriptOutput;
        _time = time;
        _logger = logger;
        _work = new BackgroundWork(logger);
    }

    /// <summary>Says hello: the conversation starts over, and the module repeats everything unanswered.</summary>
    /// <returns>What the module says of itself.</returns>
    /// <exception cref="ModuleLineException">No module answers, or it speaks another version.</exception>
    /// <exception cref="RconException">The game did not answer.</exception>
    public async Task<HelloReply> GreetAsync(CancellationToken ct)
    {
        await _greeting.WaitAsync(ct);
        try
        {
            WithdrawAll();
            _transfers.CancelAll();
            var extended = _controller.IsExtended;
            lock (_lock)
            {
                _order.ExpectRestart();
                _toldExtended = extended;
            }

            var hello = new Hello(RandomNumberGenerator.GetString(NonceCharacters, NonceLength), _instance.Id, _instance.Name, extended);
            var reply = HelloReply.Parse(await _console.SendAsync(ModuleCommand.Hello(hello), ct));
            if (reply.Protocol != ModuleProtocol.Version)
            {
                throw new ModuleLineException(
                    $"The module in the save speaks version {reply.Protocol} of its protocol, this host version {ModuleProtocol.Version}. Use module and host of one release.", null);
            }

            _transfers.UseConnected(reply.Connected);
            return reply;
        }
        finally
        {
            _greeting.Release();
        }
    }

    /// <summary>A session with the controller may be used. If it is of another kind than the module was told, the conversation starts over.</summary>
    public void ControllerAvailable()
    {
        lock (_lock)
        {
            if (_toldExtended is null || _toldExtended == _controller.IsExtended)
                return;
        }

        GreetAgain("the controller speaks another protocol than before");
    }

    /// <summary>The controller says that a player whom this instance waits for is free.</summary>
    public void PlayerAvailable(string playerName)
    {
        lock (_lock)
        {
            if (_attempts.TryGetValue(playerName, out var attempt))
                attempt.Wake();
        }
    }

    /// <summary>The controller has answered an upload of this instance.</summary>
    public void UploadAnswered(DeliveryAnswer answer)
    {
        long number;
        lock (_lock)
        {
            // An upload of an earlier run, which nobody has asked about in this one: the module will repeat it if it still waits.
            if (!_uploadNumbers.Remove(answer.Revision, out number))
                return;
        }

        TellUploadAnswer(number, answer);
    }

    /// <summary>Handles one message of a script. Never throws for what is in it; what is wrong is logged and dropped.</summary>
    /// <param name="bytes">The line, which begins as <see cref="IpcLine.Prefix"/>.</param>
    /// <param name="ct">Cancels the run.</param>
    public async Task HandleAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        IpcLine ipc;
        ModuleLine line;
        try
        {
            ipc = IpcLine.Parse(bytes);
            if (ipc.Channel != ModuleProtocol.Channel)
            {
                LogNobodyListens(ipc.Channel.Length <= 60 ? ipc.Channel : ipc.Channel[..60]);
                return;
            }

            line = ModuleLineParser.Parse(await IpcContent.ReadAsync(ipc, _scriptOutput, IpcContent.DefaultMaxBytes, ct));
        }
        catch (IpcException exception)
        {
            LogBadLine(_instance.Name, exception.Message);
            return;
        }
        catch (ModuleLineException exception)
        {
            LogBadLine(_instance.Name, exception.Message);
            // What the line wanted is not known, but it did come: asking for a repetition would bring the same again.
            if (exception.Sequence is { } sequence)
                Judge(sequence);
            return;
        }

        if (Judge(line.Sequence) == LineOrder.Verdict.Repeat)
            return;
        if (await HandleAsync(line, ct) && ipc.FileName is not null)
            File.Delete(Path.Combine(_scriptOutput, ipc.FileName));
    }

    /// <summary>Ends the conversation: nothing more is answered. What is in the journal is delivered all the same.</summary>
    public async ValueTask DisposeAsync()
    {
        WithdrawAll();
        await _work.DisposeAsync();
        _greeting.Dispose();
        _encodingLarge.Dispose();
    }

    private LineOrder.Verdict Judge(long sequence)
    {
        LineOrder.Verdict verdict;
        lock (_lock)
            verdict = _order.Take(sequence);
        if (verdict == LineOrder.Verdict.TakeAfterGap)
            GreetAgain($"a line before number {sequence} is missing");
        return verdict;
    }

    /// <returns>True when the line's content is taken care of, so that its file may go.</returns>
    private async Task<bool> HandleAsync(ModuleLine line, CancellationToken ct)
    {
        switch (line)
        {
            case ModuleLine.Acquire acquire:
                _transfers.UseConnected(acquire.Connected);
                BeginAcquire(acquire);
                return true;
            case ModuleLine.Withdraw withdraw:
                Withdraw(withdraw);
                return true;
            case ModuleLine.Release release:
                return await KeepAsync(() => _deliveries.ReleaseAsync(
                    new JournalEntry.Release { InstanceId = _instance.Id, PlayerName = release.PlayerName, Token = release.Token }, ct));
            case ModuleLine.Upload upload:
                return await TakeJoinedUploadAsync(upload, ct);
            case ModuleLine.Cancel cancel:
                _transfers.Cancel(cancel.Transfer);
                return true;
            case ModuleLine.Transferred { Ok: true } transferred:
                LogRestored(transferred.PlayerName, _instance.Name, transferred.Transfer, transferred.Ticks);
                return true;
            case ModuleLine.Transferred transferred:
                _transfers.Cancel(transferred.Transfer);
                LogNotRestored(transferred.PlayerName, _instance.Name, transferred.Transfer, OneLine(transferred.Message ?? "no reason given"));
                return true;
            case ModuleLine.Log log:
                LogFromModule(log.Level switch { "error" => LogLevel.Error, "warning" => LogLevel.Warning, _ => LogLevel.Information }, _instance.Name, OneLine(log.Message));
                return true;
            default:
                throw new InvalidOperationException($"There is no handling of {line.GetType().Name}.");
        }
    }

    /// <summary>Before anybody else sees the document its opened books are strings. One that cannot be joined is refused: the module keeps it, its file stays, too.</summary>
    private async Task<bool> TakeJoinedUploadAsync(ModuleLine.Upload upload, CancellationToken ct)
    {
        try
        {
            // Hardly any document has opened books; of those that do, some take a second.
            var joined = await Task.Run(() => OpenedBooks.Join(upload.Document), ct);
            return await KeepAsync(() => TakeUploadAsync(upload with { Document = joined }, ct));
        }
        catch (OpenedBookException exception)
        {
            LogUnreadableBook(upload.PlayerName, _instance.Name, exception.Message);
            TellUploadAnswer(upload.Number, new DeliveryAnswer(upload.Revision, null, exception.Message));
            return false;
        }
    }

    private async Task TakeUploadAsync(ModuleLine.Upload upload, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_uploadNumbers.Count >= MaxRemembered)
                _uploadNumbers.Clear();
            if (_uploadGenerations.Count >= MaxRemembered)
                _uploadGenerations.Clear();
            _uploadNumbers[upload.Revision] = upload.Number;
            _uploadGenerations[upload.Revision] = upload.Generation;
        }

        var answer = await _deliveries.UploadAsync(
            new JournalEntry.Upload
            {
                InstanceId = _instance.Id,
                PlayerName = upload.PlayerName,
                Token = upload.Token,
                Base = upload.Base,
                Generation = upload.Generation,
                Revision = upload.Revision,
            },
            upload.Document,
            ct);
        if (answer is not null)
            UploadAnswered(answer);
    }

    /// <summary>Puts something into the journal. A disk that is full loses nothing: the file stays, and the module repeats itself.</summary>
    private async Task<bool> KeepAsync(Func<Task> keep)
    {
        try
        {
            await keep();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotKept(_instance.Name, exception.Message);
            return false;
        }
    }

    private void TellUploadAnswer(long number, DeliveryAnswer answer) => _work.Run("Telling the answer to an upload", async ct =>
    {
        var command = answer.Outcome is { } outcome ? ModuleCommand.Uploaded(number, outcome) : ModuleCommand.UploadRefused(number, answer.Refusal ?? "");
        await TellAsync(command, ct);
    });

    /// <summary>Sends a command whose loss is harmless, since the module repeats what is unanswered.</summary>
    /// <returns>The reply; null when there was none.</returns>
    private async Task<ReadOnlyMemory<byte>?> TellAsync(ReadOnlyMemory<byte> command, CancellationToken ct)
    {
        try
        {
            var reply = await _console.SendAsync(command, ct);
            if (!reply.IsEmpty && !ModuleCommand.Is(reply, ModuleCommand.Stale))
                LogUnexpectedReply(_instance.Name, OneLine(Encoding.UTF8.GetString(reply.Span[..Math.Min(300, reply.Length)])));
            return reply;
        }
        catch (RconException exception)
        {
            LogNotTold(_instance.Name, exception.Message);
            return null;
        }
    }

    private void GreetAgain(string reason) => _work.Run("Saying hello again", async ct =>
    {
        LogGreetingAgain(_instance.Name, reason);
        try
        {
            await GreetAsync(ct);
        }
        catch (Exception exception) when (exception is RconException or ModuleLineException)
        {
            LogNotTold(_instance.Name, exception.Message);
        }
    });

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    private const int MaxRemembered = 10_000;
}

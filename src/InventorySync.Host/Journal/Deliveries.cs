using InventorySync.Host.Controller;
using InventorySync.Protocol.Game.Module;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Journal;

/// <summary>
/// Delivers the journal to the controller: in order for each player of an instance, players independent of each other, again and again
/// until an answer comes, whether the game server still runs or not.
/// </summary>
public sealed partial class Deliveries : IAsyncDisposable
{
    /// <summary>Errors that may be passing are tried this often before the upload is set aside.</summary>
    private const int MaxAttempts = 10;

    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly HostJournal _journal;
    private readonly ControllerAccess _controller;
    private readonly TimeProvider _time;
    private readonly ILogger<Deliveries> _logger;
    private readonly BackgroundWork _work;
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Line> _lines = [];
    private readonly Dictionary<Key, DeliveryAnswer> _answered = [];

    /// <summary>Takes up what an earlier run of the host left in the journal.</summary>
    public Deliveries(HostJournal journal, ControllerAccess controller, TimeProvider time, ILogger<Deliveries> logger)
    {
        _journal = journal;
        _controller = controller;
        _time = time;
        _logger = logger;
        _work = new BackgroundWork(logger);
        var pending = journal.Pending;
        if (pending.Count > 0)
            LogReplaying(pending.Count);
        foreach (var record in pending)
            Enqueue(record);
    }

    /// <summary>Called with instance, player and answer when the controller has answered an upload.</summary>
    public Action<int, string, DeliveryAnswer>? Answered { get; set; }

    /// <summary>Puts an upload into the journal, from where it is delivered. When the task is done, it is on the disk.</summary>
    /// <returns>The controller's answer if this very upload was answered before; null when it is on its way.</returns>
    public async Task<DeliveryAnswer?> UploadAsync(JournalEntry.Upload upload, ReadOnlyMemory<byte> document, CancellationToken ct)
    {
        var key = KeyOf(upload);
        lock (_lock)
        {
            if (_answered.TryGetValue(key, out var answer) && answer.Revision == upload.Revision)
                return answer;
            // The module repeats itself until it is answered; the same revision is the same document.
            if (_lines.TryGetValue(key, out var line) && line.Waiting.Any(record => (record.Entry as JournalEntry.Upload)?.Revision == upload.Revision))
                return null;
        }

        Enqueue(await _journal.AppendAsync(upload, document, ct));
        return null;
    }

    /// <summary>Puts a release into the journal, from where it is delivered. When the task is done, it is on the disk.</summary>
    public async Task ReleaseAsync(JournalEntry.Release release, CancellationToken ct) =>
        Enqueue(await _journal.AppendAsync(release, ReadOnlyMemory<byte>.Empty, ct));

    /// <summary>Done when nothing of this player and instance is left to deliver: only then may the player be acquired again.</summary>
    public async Task WaitUntilDeliveredAsync(int instanceId, string playerName, CancellationToken ct)
    {
        while (true)
        {
            Task idle;
            lock (_lock)
            {
                if (!_lines.TryGetValue(new Key(instanceId, playerName), out var line))
                    return;
                idle = line.Idle.Task;
            }

            await idle.WaitAsync(ct);
        }
    }

    /// <summary>Done when nothing of this instance is left to deliver.</summary>
    public async Task WaitUntilDeliveredAsync(int instanceId, CancellationToken ct)
    {
        List<string> players;
        lock (_lock)
            players = [.. _lines.Keys.Where(key => key.InstanceId == instanceId).Select(key => key.PlayerName)];
        foreach (var player in players)
            await WaitUntilDeliveredAsync(instanceId, player, ct);
    }

    /// <summary>True when something of this player is on its way.</summary>
    public bool IsWaiting(int instanceId, string playerName)
    {
        lock (_lock)
            return _lines.ContainsKey(new Key(instanceId, playerName));
    }

    /// <summary>Stops delivering; what is not answered stays in the journal.</summary>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    private void Enqueue(JournalRecord record)
    {
        var key = KeyOf(record.Entry);
        lock (_lock)
        {
            if (_lines.TryGetValue(key, out var line))
            {
                line.Waiting.Enqueue(record);
                return;
            }

            line = new Line();
            line.Waiting.Enqueue(record);
            _lines[key] = line;
        }

        _work.Run("Delivering to the controller", ct => DeliverAsync(key, ct));
    }

    private async Task DeliverAsync(Key key, CancellationToken ct)
    {
        while (true)
        {
            JournalRecord record;
            lock (_lock)
            {
                var line = _lines[key];
                if (!line.Waiting.TryPeek(out record!))
                {
                    _lines.Remove(key);
                    line.Idle.TrySetResult();
                    return;
                }
            }

            var answer = await DeliverOneAsync(record, ct);
            lock (_lock)
            {
                _lines[key].Waiting.Dequeue();
                if (answer is not null)
                    Remember(key, answer);
            }

            if (answer is not null)
                Answered?.Invoke(key.InstanceId, key.PlayerName, answer);
        }
    }

    /// <summary>Forgetting is harmless: a repeated upload is then asked again, and is a duplicate.</summary>
    private void Remember(Key key, DeliveryAnswer answer)
    {
        if (_answered.Count >= MaxRemembered)
            _answered.Clear();
        _answered[key] = answer;
    }

    private async Task<DeliveryAnswer?> DeliverOneAsync(JournalRecord record, CancellationToken ct)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var session = await _controller.WaitForSessionAsync(ct);
                var answer = await SendAsync(session, record, ct);
                await _journal.CompleteAsync(record, ct);
                return answer;
            }
            catch (SessionLostException exception)
            {
                // Whether it arrived is not known; the same bytes again are a duplicate at worst.
                LogLost(record.Entry.PlayerName, record.Entry.InstanceId, exception.Message);
                attempt--;
            }
            catch (LinkRequestException exception) when (exception.Code == LinkErrorCodes.InvalidMessage || attempt >= MaxAttempts)
            {
                return await SetAsideAsync(record, exception.Message, ct);
            }
            catch (LinkRequestException exception)
            {
                LogFailed(record.Entry.PlayerName, record.Entry.InstanceId, exception.Message, pause);
            }

            await Task.Delay(pause, _time, ct);
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
        }
    }

    private async Task<DeliveryAnswer?> SendAsync(ILink session, JournalRecord record, CancellationToken ct)
    {
        var extended = session.PeerHasExtensions;
        var source = LinkAddress.Instance(record.Entry.InstanceId);
        if (record.Entry is not JournalEntry.Upload upload)
        {
            var release = new ReleaseRequest
            {
                InstanceId = record.Entry.InstanceId,
                PlayerName = record.Entry.PlayerName,
                Token = extended ? KnownToken(record.Entry.Token) : null,
            };
            await session.RequestAsync(source, LinkAddress.Controller, ReleaseRequest.Name, release.ToJson(), ct);
            return null;
        }

        var request = new UploadRequest
        {
            InstanceId = upload.InstanceId,
            PlayerName = upload.PlayerName,
            PlayerData = await _journal.ReadDocumentAsync(record, ct),
            Token = extended ? KnownToken(upload.Token) : null,
            // Without a known base the generations decide, as in the plain protocol.
            Base = extended && upload.Base != ModuleProtocol.NoRevision ? upload.Base : null,
        };
        var answer = UploadResponse.Parse(await session.RequestAsync(source, LinkAddress.Controller, UploadRequest.Name, request.ToJson(), ct));
        var outcome = answer.Status switch
        {
            UploadResponse.Superseded => UploadOutcome.Superseded,
            UploadResponse.Duplicate => UploadOutcome.Duplicate,
            _ => UploadOutcome.Stored,
        };
        LogUploaded(upload.PlayerName, upload.InstanceId, upload.Generation, outcome);
        return new DeliveryAnswer(upload.Revision, outcome, null);
    }

    private async Task<DeliveryAnswer?> SetAsideAsync(JournalRecord record, string reason, CancellationToken ct)
    {
        if (record.Entry is not JournalEntry.Upload upload)
        {
            LogReleaseRefused(record.Entry.PlayerName, record.Entry.InstanceId, reason);
            await _journal.CompleteAsync(record, ct);
            return null;
        }

        var path = await _journal.SetAsideAsync(record, ct);
        LogRefused(upload.PlayerName, upload.InstanceId, reason, path);
        return new DeliveryAnswer(upload.Revision, null, reason);
    }

    private static long? KnownToken(long token) => token == 0 ? null : token;

    private static Key KeyOf(JournalEntry entry) => new(entry.InstanceId, entry.PlayerName);

    private sealed record Key(int InstanceId, string PlayerName)
    {
        // The game takes names that differ only in case for one player (player-data.md §1).
        public bool Equals(Key? other) => other is not null && InstanceId == other.InstanceId && string.Equals(PlayerName, other.PlayerName, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => HashCode.Combine(InstanceId, StringComparer.OrdinalIgnoreCase.GetHashCode(PlayerName));
    }

    private sealed class Line
    {
        public Queue<JournalRecord> Waiting { get; } = new();

        public TaskCompletionSource Idle { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(4010, LogLevel.Information, "{Count} uploads and releases wait in the journal for the controller")]
    private partial void LogReplaying(int count);

    [LoggerMessage(4011, LogLevel.Warning, "The session ended before {Player} of instance {Instance} was answered; it is sent again: {Reason}")]
    private partial void LogLost(string player, int instance, string reason);

    [LoggerMessage(4012, LogLevel.Warning, "The controller cannot take {Player} of instance {Instance} now, next try in {Pause}: {Reason}")]
    private partial void LogFailed(string player, int instance, string reason, TimeSpan pause);

    [LoggerMessage(4013, LogLevel.Information, "Uploaded {Player} of instance {Instance}, generation {Generation}: {Outcome}")]
    private partial void LogUploaded(string player, int instance, long generation, UploadOutcome outcome);

    [LoggerMessage(4014, LogLevel.Error, "The controller refuses the document of {Player} of instance {Instance}: {Reason}. It is kept in {Path}")]
    private partial void LogRefused(string player, int instance, string reason, string path);

    [LoggerMessage(4015, LogLevel.Warning, "The controller refuses the release of {Player} by instance {Instance}: {Reason}")]
    private partial void LogReleaseRefused(string player, int instance, string reason);
}

using InventorySync.Host.Journal;
using InventorySync.Host.Transfers;
using InventorySync.Protocol.Game.Module;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Host.Players;

/// <summary>Acquiring: asks until the player is granted or the module withdraws, and hands the document over.</summary>
public sealed partial class ModuleConversation
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>How long the controller may be silent before the player is told that it does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private void BeginAcquire(ModuleLine.Acquire line)
    {
        var attempt = new AcquireAttempt(line);
        lock (_lock)
        {
            // A player has one request at a time: an older one is no longer waited for.
            if (_attempts.TryGetValue(line.PlayerName, out var older))
                older.Withdraw();
            _attempts[line.PlayerName] = attempt;
        }

        _work.Run("Acquiring a player", ct => AcquireAsync(attempt, ct));
    }

    private void Withdraw(ModuleLine.Withdraw line)
    {
        lock (_lock)
        {
            if (_attempts.TryGetValue(line.PlayerName, out var attempt) && attempt.Line.Request == line.Request)
                attempt.Withdraw();
        }
    }

    private void WithdrawAll()
    {
        lock (_lock)
        {
            foreach (var attempt in _attempts.Values)
                attempt.Withdraw();
        }
    }

    private async Task AcquireAsync(AcquireAttempt attempt, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, attempt.Withdrawn);
        try
        {
            var granted = await AskUntilGrantedAsync(attempt, either.Token);
            if (granted is not null)
                await HandOverAsync(attempt, granted, ct);
        }
        catch (OperationCanceledException) when (attempt.Withdrawn.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            LogWithdrawn(attempt.Line.PlayerName, _instance.Name);
        }
        finally
        {
            bool isLast;
            lock (_lock)
            {
                isLast = _attempts.TryGetValue(attempt.Line.PlayerName, out var current) && ReferenceEquals(current, attempt);
                if (isLast)
                    _attempts.Remove(attempt.Line.PlayerName);
            }

            if (isLast && attempt.IsWaitingAtController && attempt.Withdrawn.IsCancellationRequested)
                StopWaiting(attempt.Line.PlayerName);
            attempt.Dispose();
        }
    }

    /// <returns>The grant; null when the module withdrew, and then a grant that came nevertheless was given back.</returns>
    private async Task<AcquireResponse?> AskUntilGrantedAsync(AcquireAttempt attempt, CancellationToken ct)
    {
        var pause = FirstPause;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (!_controller.IsReachable)
            {
                await SayUnavailableAsync(attempt, "The controller cannot be reached.", ct);
                await _controller.WaitUntilReachableAsync(ct);
            }

            // An older upload of this player must be stored before the controller looks at what is stored.
            await WaitUntilDeliveredAsync(attempt, ct);
            var response = await AskAsync(attempt, ct);
            switch (response)
            {
                case { Status: AcquireResponse.Acquired } when attempt.Withdrawn.IsCancellationRequested:
                    await GiveBackAsync(attempt, response.Token ?? 0);
                    return null;
                case { Status: AcquireResponse.Acquired }:
                    return response;
                case { Status: AcquireResponse.Busy }:
                    attempt.IsWaitingAtController = _controller.IsExtended;
                    await SayBusyAsync(attempt, response, ct);
                    break;
                default:
                    await SayUnavailableAsync(attempt, response?.Message ?? "The controller does not answer.", ct);
                    break;
            }

            // Jitter keeps many instances from asking in step.
            await attempt.PauseAsync(pause * (0.5 + Random.Shared.NextDouble()), _time, ct);
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
        }
    }

    /// <returns>The controller's answer; one of status error with a message, when there was an error or the session was lost.</returns>
    private async Task<AcquireResponse?> AskAsync(AcquireAttempt attempt, CancellationToken ct)
    {
        // The request itself is not cancelled with the attempt: a grant that comes too late must be seen, to be given back.
        var asking = RequestAcquireAsync(attempt.Line);
        try
        {
            return await WithPatienceAsync(attempt, asking, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            GiveBackWhenGranted(attempt, asking);
            throw;
        }
        catch (Exception exception) when (exception is LinkRequestException or SessionLostException)
        {
            return new AcquireResponse { Status = AcquireResponse.Error, Message = exception.Message };
        }
    }

    private async Task<AcquireResponse> RequestAcquireAsync(ModuleLine.Acquire line)
    {
        var request = new AcquireRequest
        {
            InstanceId = _instance.Id,
            PlayerName = line.PlayerName,
            RequestToken = line.Request.ToString(System.Globalization.CultureInfo.InvariantCulture),
            // Saying that nothing is there brings the document with the answer, which saves asking for it.
            Have = new HeldVersion(line.Have?.Generation ?? 0, line.Have?.Revision ?? ModuleProtocol.NoRevision),
            Wait = true,
        };
        if (!_controller.IsExtended)
            request = request.WithoutExtensions();
        return AcquireResponse.Parse(await _controller.RequestAsync(_instance.Id, AcquireRequest.Name, request.ToJson(), CancellationToken.None));
    }

    /// <summary>Waits for an answer; when none comes for a while, the player is told so, and the waiting goes on.</summary>
    private async Task<T> WithPatienceAsync<T>(AcquireAttempt attempt, Task<T> waiting, CancellationToken ct)
    {
        try
        {
            return await waiting.WaitAsync(Patience, _time, ct);
        }
        catch (TimeoutException)
        {
            await SayUnavailableAsync(attempt, "The controller does not answer.", ct);
            return await waiting.WaitAsync(ct);
        }
    }

    private async Task WaitUntilDeliveredAsync(AcquireAttempt attempt, CancellationToken ct)
    {
        if (_deliveries.IsWaiting(_instance.Id, attempt.Line.PlayerName))
            await WithPatienceAsync(attempt, DeliveredAsync(), ct);

        async Task<bool> DeliveredAsync()
        {
            await _deliveries.WaitUntilDeliveredAsync(_instance.Id, attempt.Line.PlayerName, ct);
            return true;
        }
    }

    private async Task HandOverAsync(AcquireAttempt attempt, AcquireResponse granted, CancellationToken ct)
    {
        var line = attempt.Line;
        var token = granted.Token ?? 0;
        var generation = Math.Max(0, granted.Generation ?? 0);
        var revision = granted.Revision is { } given && ModuleProtocol.IsRevision(given) ? given : ModuleProtocol.NoRevision;
        ReadOnlyMemory<byte> announcement;
        if (granted.HasData != true)
        {
            announcement = ModuleCommand.AcquiredNone(line.Request, token, generation);
        }
        else if (IsWhatTheModuleHas(line, generation, revision))
        {
            announcement = ModuleCommand.AcquiredSame(line.Request, token, generation, revision);
        }
        else
        {
            await HandOverDocumentAsync(attempt, granted, token, generation, revision, ct);
            return;
        }

        LogAcquired(line.PlayerName, _instance.Name, generation);
        if (await TellAsync(announcement, ct) is { } reply && ModuleCommand.Is(reply, ModuleCommand.Stale))
            await GiveBackAsync(attempt, token);
    }

    private bool IsWhatTheModuleHas(ModuleLine.Acquire line, long generation, string revision)
    {
        // What was taken over from the known plugin has a generation and no revision.
        var isUnnamed = line.Have is { Revision: ModuleProtocol.NoRevision };
        if (revision != ModuleProtocol.NoRevision && !isUnnamed)
            return revision == line.Have?.Revision || revision == line.Pending;
        if (revision != ModuleProtocol.NoRevision && revision == line.Pending)
            return true;

        // The plain protocol knows no revisions (sync-behaviour §4): generations decide.
        if (line.Have is not null && line.Have.Generation == generation)
            return true;
        lock (_lock)
            return line.Pending is not null && _uploadGenerations.TryGetValue(line.Pending, out var uploaded) && uploaded == generation;
    }

    private async Task HandOverDocumentAsync(
        AcquireAttempt attempt, AcquireResponse granted, long token, long generation, string revision, CancellationToken ct)
    {
        var line = attempt.Line;
        ReadOnlyMemory<byte> document;
        try
        {
            document = granted.PlayerData.IsEmpty ? await DownloadAsync(line.PlayerName, token, ct) : granted.PlayerData;
        }
        catch (Exception exception) when (exception is LinkRequestException or SessionLostException)
        {
            // The acquisition is kept by asking again; it is the same instance's.
            await SayUnavailableAsync(attempt, exception.Message, ct);
            if (!attempt.Withdrawn.IsCancellationRequested)
                BeginAgain(attempt);
            else
                await GiveBackAsync(attempt, token);
            return;
        }

        if (document.IsEmpty)
        {
            if (await TellAsync(ModuleCommand.AcquiredNone(line.Request, token, generation), ct) is { } none && ModuleCommand.Is(none, ModuleCommand.Stale))
                await GiveBackAsync(attempt, token);
            return;
        }

        await SendDocumentAsync(attempt, document, token, generation, revision, ct);
    }

    /// <returns>True when the module waits for the parts.</returns>
    private async Task<bool> AnnounceAsync(AcquireAttempt attempt, long token, ReadOnlyMemory<byte> announcement, CancellationToken ct)
    {
        if (await TellAsync(announcement, ct) is not { } reply)
            return false;
        if (!ModuleCommand.Is(reply, ModuleCommand.Stale))
            return reply.IsEmpty;
        await GiveBackAsync(attempt, token);
        return false;
    }

    private async Task<ReadOnlyMemory<byte>> DownloadAsync(string playerName, long token, CancellationToken ct)
    {
        var request = new DownloadRequest { InstanceId = _instance.Id, PlayerName = playerName, Token = token == 0 ? null : token };
        return DownloadResponse.Parse(await _controller.RequestAsync(_instance.Id, DownloadRequest.Name, request.ToJson(), ct)).PlayerData;
    }

    private void BeginAgain(AcquireAttempt attempt)
    {
        lock (_lock)
        {
            if (!_attempts.TryGetValue(attempt.Line.PlayerName, out var current) || !ReferenceEquals(current, attempt))
                return;
        }

        _work.Run("Acquiring a player again", async ct =>
        {
            await Task.Delay(FirstPause, _time, ct);
            lock (_lock)
            {
                if (_attempts.ContainsKey(attempt.Line.PlayerName))
                    return;
            }

            BeginAcquire(attempt.Line);
        });
    }

    /// <summary>The module withdrew while the question was on its way.</summary>
    private void GiveBackWhenGranted(AcquireAttempt attempt, Task<AcquireResponse> asking) => _work.Run("Giving back a late grant", async ct =>
    {
        try
        {
            var response = await asking.WaitAsync(ct);
            if (response.Status == AcquireResponse.Acquired)
                await GiveBackAsync(attempt, response.Token ?? 0);
        }
        catch (Exception exception) when (exception is LinkRequestException or SessionLostException)
        {
            LogNothingToGiveBack(attempt.Line.PlayerName, exception.Message);
        }
    });

    /// <summary>Releases one acquisition and no other. Without a token it could be a newer one, so then only if there is none.</summary>
    private async Task GiveBackAsync(AcquireAttempt attempt, long token)
    {
        lock (_lock)
        {
            if (token == 0 && _attempts.TryGetValue(attempt.Line.PlayerName, out var newer) && !ReferenceEquals(newer, attempt))
                return;
        }

        LogGivenBack(attempt.Line.PlayerName, _instance.Name);
        await KeepAsync(() => _deliveries.ReleaseAsync(
            new JournalEntry.Release { InstanceId = _instance.Id, PlayerName = attempt.Line.PlayerName, Token = token }, CancellationToken.None));
    }

    private void StopWaiting(string playerName) => _work.Run("Telling the controller that nobody waits", async ct =>
    {
        try
        {
            if (_controller.IsExtended)
                await _controller.RequestAsync(_instance.Id, StopWaitingRequest.Name, new StopWaitingRequest(playerName).ToJson(), ct);
        }
        catch (Exception exception) when (exception is LinkRequestException or SessionLostException)
        {
            // It forgets by itself when the instance does not take its turn.
            LogNothingToGiveBack(playerName, exception.Message);
        }
    });

    private async Task SayBusyAsync(AcquireAttempt attempt, AcquireResponse busy, CancellationToken ct)
    {
        var until = busy.Until?.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var holder = busy.Message ?? "another server";
        await TellOnceAsync(attempt, $"busy {holder} {busy.Reason} {until}", ModuleCommand.Busy(attempt.Line.Request, holder, busy.Reason, until), ct);
    }

    private Task SayUnavailableAsync(AcquireAttempt attempt, string message, CancellationToken ct) =>
        TellOnceAsync(attempt, $"unavailable {message}", ModuleCommand.Unavailable(attempt.Line.Request, message), ct);

    private async Task TellOnceAsync(AcquireAttempt attempt, string said, ReadOnlyMemory<byte> command, CancellationToken ct)
    {
        if (attempt.LastTold == said)
            return;
        if (await TellAsync(command, ct) is not { } reply)
            return;
        attempt.LastTold = said;
        // Nobody waits for this request any more; a newer one has its own attempt.
        if (ModuleCommand.Is(reply, ModuleCommand.Stale))
            attempt.Withdraw();
    }
}

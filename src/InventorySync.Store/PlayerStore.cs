using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using InventorySync.Store.Files;
using InventorySync.Store.Players;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace InventorySync.Store;

/// <summary>
/// Players, instances and hosts, durable. Changes are decided one after the other, in the order of the calls, and
/// answered after the commit; reading does not wait for them. Made by <see cref="OpenAsync"/>.
/// </summary>
public sealed partial class PlayerStore : IAsyncDisposable
{
    private readonly StoreFile _file;
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly CommitLoop _writer;

    private PlayerStore(StoreFile file, StoreOptions options, TimeProvider time, CommitLoop writer)
    {
        _file = file;
        _options = options;
        _time = time;
        _writer = writer;
    }

    /// <summary>How many transactions were committed since opening; fewer than changes when several went together.</summary>
    public long Commits => _writer.Commits;

    /// <exception cref="StoreUnavailableException">The directory or the database cannot be used; says what to mend.</exception>
    public static async Task<PlayerStore> OpenAsync(
        StoreOptions options, TimeProvider time, ILogger<PlayerStore> logger, CancellationToken ct)
    {
        var file = new StoreFile(options.DataDirectory);
        await file.PrepareAsync(time, ct);
        return new PlayerStore(file, options, time, new CommitLoop(file.Open(), options, logger));
    }

    /// <summary>Reads a player, lets <paramref name="rule"/> decide, and makes the decision durable before returning.</summary>
    /// <remarks>The change has its place in the order of changes when this method returns its task.</remarks>
    /// <param name="rule">Pure; runs on the writer.</param>
    public Task<TAnswer> ChangeAsync<TAnswer>(
        PlayerName name, Func<PlayerState, Decision<TAnswer>> rule, CancellationToken ct) =>
        _writer.CommitAsync(
            transaction =>
            {
                var rows = new PlayerRows(transaction);
                var player = rows.FindOrAdd(name);
                var decision = rule(player.State);
                RefuseDocuments(player.State, decision.Next, decision.Conflict);
                rows.Save(player, decision.Next);
                return decision.Answer;
            },
            prepared: Task.CompletedTask,
            ct);

    /// <summary>As above, for a rule about an uploaded document, which is kept as the rule decides.</summary>
    /// <param name="rule">Gets the digest under which the document's revision was seen before, if it was.</param>
    public Task<TAnswer> ChangeAsync<TAnswer>(
        PlayerName name,
        PlayerDocument document,
        Func<PlayerState, DocumentDigest?, Decision<TAnswer>> rule,
        CancellationToken ct)
    {
        // Compressed while the changes before this one are written.
        var compressing = CompressedDocument.CompressAsync(document.Bytes);
        return _writer.CommitAsync(
            transaction =>
            {
                var rows = new PlayerRows(transaction);
                var player = rows.FindOrAdd(name);
                var decision = rule(player.State, rows.SeenAs(player, document.Revision));
                Keep(rows, player, decision.Next, decision.Conflict, compressing.Result);
                rows.Save(player, decision.Next);
                return decision.Answer;
            },
            compressing,
            ct);
    }

    /// <summary>Lets <paramref name="rule"/> change every player that an instance holds, all or none.</summary>
    /// <returns>The players that changed.</returns>
    public Task<IReadOnlyList<PlayerName>> ChangeHeldByAsync(
        InstanceId instance, Func<PlayerState, PlayerState> rule, CancellationToken ct) =>
        _writer.CommitAsync(
            IReadOnlyList<PlayerName> (transaction) => ChangeHeldBy(new PlayerRows(transaction), instance, rule),
            prepared: Task.CompletedTask,
            ct);

    /// <summary>Lets <paramref name="rule"/> change every player that anybody holds, as after a restart.</summary>
    /// <returns>The players that changed.</returns>
    public Task<IReadOnlyList<PlayerName>> ChangeHeldAsync(
        Func<InstanceId, PlayerState, PlayerState> rule, CancellationToken ct) =>
        _writer.CommitAsync<IReadOnlyList<PlayerName>>(
            transaction =>
            {
                var rows = new PlayerRows(transaction);
                return [.. rows.Holders().SelectMany(holder => ChangeHeldBy(rows, holder, player => rule(holder, player)))];
            },
            prepared: Task.CompletedTask,
            ct);

    /// <summary>Commits what is queued and closes the file.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static List<PlayerName> ChangeHeldBy(
        PlayerRows rows, InstanceId instance, Func<PlayerState, PlayerState> rule)
    {
        var changed = new List<PlayerName>();
        foreach (var player in rows.HeldBy(instance))
        {
            var next = rule(player.State);
            if (next == player.State)
                continue;

            RefuseDocuments(player.State, next, conflict: null);
            rows.Save(player, next);
            changed.Add(player.Name);
        }

        return changed;
    }

    private void Keep(PlayerRows rows, PlayerRow player, PlayerState next, StoredDocument? conflict, byte[] compressed)
    {
        if (next.Document != player.State.Document)
        {
            rows.MakeOlder(player);
            rows.AddDocument(player, "current", next.Document!, compressed);
            rows.RememberRevision(player, next.Document!);
            rows.DeleteDocuments(
                _options.Retention.Superfluous(rows.RemovableSnapshots(player), _time.GetUtcNow()).Select(snapshot => snapshot.Id));
        }

        if (conflict is null)
            return;

        rows.RememberRevision(player, conflict);
        if (!rows.IsKept(player, conflict))
            rows.AddDocument(player, "conflict", conflict, compressed);
    }

    private static void RefuseDocuments(PlayerState before, PlayerState next, StoredDocument? conflict)
    {
        if (next.Document != before.Document || conflict is not null)
            throw new InvalidOperationException("A rule changed the document of a player, but was given none to store.");
    }
}

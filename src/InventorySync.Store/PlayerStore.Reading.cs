using Dapper;
using InventorySync.Core.Documents;
using InventorySync.Core.Players;
using InventorySync.Core.Snapshots;
using InventorySync.Store.Players;
using Microsoft.Data.Sqlite;

namespace InventorySync.Store;

public sealed partial class PlayerStore
{
    /// <summary>The player as committed; null when the store never heard of them.</summary>
    public Task<PlayerState?> ReadAsync(PlayerName name, CancellationToken ct) =>
        ReadAsync((_, rows) => rows.Find(name)?.State, ct);

    /// <summary>The bytes of a document that is or was the player's, or is kept as a snapshot.</summary>
    /// <returns>UTF-8 JSON exactly as it arrived; null when it is not kept any more.</returns>
    public Task<byte[]?> ReadDocumentAsync(PlayerName name, StoredDocument document, CancellationToken ct) =>
        ReadAsync((_, rows) => rows.Find(name) is { } player ? rows.ReadContent(player, document) : null, ct);

    /// <summary>The kept documents of a player beside the current one, oldest first.</summary>
    public Task<IReadOnlyList<Snapshot>> ListSnapshotsAsync(PlayerName name, CancellationToken ct) =>
        ReadAsync<IReadOnlyList<Snapshot>>((_, rows) => rows.Find(name) is { } player ? rows.Snapshots(player) : [], ct);

    /// <summary>Number and size of the players' current documents.</summary>
    public Task<StoreStatistics> ReadStatisticsAsync(CancellationToken ct) => ReadAsync(
        (transaction, _) =>
        {
            // SQLite gives the other columns of the row that has the maximum.
            var (entries, size, largest, name) = transaction.Connection!.QuerySingle<(long, long, long, string?)>(
                """
                SELECT count(*), coalesce(sum(d.size), 0), coalesce(max(d.size), 0), p.name
                FROM documents d JOIN players p ON p.id = d.player_id WHERE d.kind = 'current'
                """,
                transaction: transaction);
            return new StoreStatistics(entries, size, name ?? "", largest);
        },
        ct);

    /// <summary>Reads on a connection of its own, beside the writer. SQLite works synchronously, so off the caller's thread.</summary>
    private Task<T> ReadAsync<T>(Func<SqliteTransaction, PlayerRows, T> read, CancellationToken ct) => Task.Run(
        () =>
        {
            using var connection = _file.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            return read(transaction, new PlayerRows(transaction));
        },
        ct);
}

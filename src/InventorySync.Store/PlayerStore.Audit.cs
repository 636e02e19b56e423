using Dapper;
using InventorySync.Store.Auditing;
using Microsoft.Data.Sqlite;

namespace InventorySync.Store;

public sealed partial class PlayerStore
{
    /// <summary>The newest audit entries, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAuditEntriesAsync(int count, CancellationToken ct) =>
        ReadAsync<IReadOnlyList<AuditEntry>>(
            (transaction, _) =>
            [
                .. transaction.Connection!
                    .Query<(long At, string Actor, string Action, string Subject, string Details)>(
                        "SELECT at, actor, action, subject, details FROM audit ORDER BY id DESC LIMIT @count",
                        new { count },
                        transaction)
                    .Select(row => new AuditEntry(
                        DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Actor, row.Action, row.Subject, row.Details)),
            ],
            ct);

    private void AddAuditEntry(SqliteTransaction transaction, string actor, string action, string subject) =>
        transaction.Connection!.Execute(
            "INSERT INTO audit (at, actor, action, subject) VALUES (@at, @actor, @action, @subject)",
            new { at = _time.GetUtcNow().ToUnixTimeMilliseconds(), actor, action, subject },
            transaction);
}

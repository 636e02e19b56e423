using Dapper;
using InventorySync.Core.Instances;
using InventorySync.Store.Hosts;

namespace InventorySync.Store;

public sealed partial class PlayerStore
{
    /// <summary>Remembers how a host calls itself and that it was here.</summary>
    public Task SaveHostNameAsync(HostId host, string name, CancellationToken ct) => _writer.CommitAsync(
        transaction => transaction.Connection!.Execute(
            """
            INSERT INTO hosts (id, name, last_seen) VALUES (@Value, @name, @now)
            ON CONFLICT (id) DO UPDATE SET name = @name, last_seen = @now
            """,
            new { host.Value, name, now = _time.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction),
        prepared: Task.CompletedTask,
        ct);

    /// <summary>Refuses from now on the tokens that a host was given up to this second.</summary>
    /// <param name="actor">Who does it, for the audit.</param>
    /// <returns>Seconds since 1970: the earliest time of issue that is still accepted.</returns>
    public Task<long> RevokeHostTokensAsync(HostId host, string actor, CancellationToken ct) => _writer.CommitAsync(
        transaction =>
        {
            // Times of issue are whole seconds, and a token of this very second must not survive.
            var validAfter = _time.GetUtcNow().ToUnixTimeSeconds() + 1;
            transaction.Connection!.Execute(
                """
                INSERT INTO hosts (id, token_valid_after) VALUES (@Value, @validAfter)
                ON CONFLICT (id) DO UPDATE SET token_valid_after = max(token_valid_after, @validAfter)
                """,
                new { host.Value, validAfter },
                transaction);
            AddAuditEntry(transaction, actor, "revoke host tokens", $"host {host}");
            return validAfter;
        },
        prepared: Task.CompletedTask,
        ct);

    public Task<IReadOnlyList<StoredHost>> ListHostsAsync(CancellationToken ct) => ReadAsync<IReadOnlyList<StoredHost>>(
        (transaction, _) =>
        [
            .. transaction.Connection!
                .Query<(int Id, string Name, long TokenValidAfter)>(
                    "SELECT id, name, token_valid_after FROM hosts ORDER BY id", transaction: transaction)
                .Select(row => new StoredHost(new HostId(row.Id), row.Name, row.TokenValidAfter)),
        ],
        ct);

    /// <summary>Seconds since 1970: the earliest time of issue that is accepted of a host's token; 0 when any is.</summary>
    public Task<long> ReadTokenValidAfterAsync(HostId host, CancellationToken ct) => ReadAsync(
        (transaction, _) => transaction.Connection!.QuerySingleOrDefault<long>(
            "SELECT token_valid_after FROM hosts WHERE id = @Value", new { host.Value }, transaction),
        ct);
}

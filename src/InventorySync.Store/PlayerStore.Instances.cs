using Dapper;
using InventorySync.Core.Instances;
using InventorySync.Store.Instances;

namespace InventorySync.Store;

public sealed partial class PlayerStore
{
    /// <summary>Adds or replaces what is known of an instance.</summary>
    public Task SaveInstanceAsync(StoredInstance instance, CancellationToken ct) => _writer.CommitAsync(
        transaction => transaction.Connection!.Execute(
            """
            INSERT OR REPLACE INTO instances (id, name, host_id, status, factorio_version, config)
            VALUES (@Id, @Name, @Host, @Status, @FactorioVersion, @Config)
            """,
            new
            {
                Id = instance.Id.Value,
                instance.Name,
                Host = instance.Host?.Value,
                Status = instance.Status.ToName(),
                instance.FactorioVersion,
                instance.Config,
            },
            transaction),
        prepared: Task.CompletedTask,
        ct);

    public Task<IReadOnlyList<StoredInstance>> ListInstancesAsync(CancellationToken ct) =>
        ReadAsync<IReadOnlyList<StoredInstance>>(
            (transaction, _) =>
            [
                .. transaction.Connection!.Query<InstanceRow>(
                    """
                    SELECT id, name, host_id AS HostId, status, factorio_version AS FactorioVersion, config
                    FROM instances ORDER BY id
                    """,
                    transaction: transaction).Select(row => row.ToInstance()),
            ],
            ct);

    private sealed class InstanceRow
    {
        public required int Id { get; init; }

        public required string Name { get; init; }

        public int? HostId { get; init; }

        public required string Status { get; init; }

        public string? FactorioVersion { get; init; }

        public required string Config { get; init; }

        public StoredInstance ToInstance() => new()
        {
            Id = new InstanceId(Id),
            Name = Name,
            Host = HostId is { } host ? new HostId(host) : null,
            Status = InstanceStatusNames.TryParse(Status, out var status) ? status : InstanceStatus.Unknown,
            FactorioVersion = FactorioVersion,
            Config = Config,
        };
    }
}

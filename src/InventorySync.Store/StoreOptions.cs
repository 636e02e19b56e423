using InventorySync.Core.Snapshots;

namespace InventorySync.Store;

/// <summary>How the store keeps and writes.</summary>
public sealed record StoreOptions
{
    /// <summary>The directory of the database file; made when it is missing.</summary>
    public required string DataDirectory { get; init; }

    public SnapshotRetention Retention { get; init; } = new();

    /// <summary>Changes that may wait for the writer; further ones wait to be queued, in order.</summary>
    public int MaxQueuedChanges { get; init; } = 1024;

    /// <summary>The most changes that one transaction commits together.</summary>
    public int MaxChangesPerCommit { get; init; } = 64;
}

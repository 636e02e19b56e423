using InventorySync.Core.Documents;

namespace InventorySync.Core.Snapshots;

/// <summary>A kept document of a player, without the bytes.</summary>
/// <param name="Id">Rises with the time of keeping.</param>
/// <param name="IsPinned">An operator wants it kept whatever its age.</param>
public sealed record Snapshot(long Id, SnapshotKind Kind, StoredDocument Document, bool IsPinned);

namespace InventorySync.Core.Snapshots;

/// <summary>Why a document is kept that is not the player's (sync-behaviour §3, snapshots).</summary>
public enum SnapshotKind
{
    /// <summary>It was the player's document until another one followed it.</summary>
    Older,

    /// <summary>It was superseded on arrival.</summary>
    Conflict,
}

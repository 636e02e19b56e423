namespace InventorySync.Protocol.Game.Module;

/// <summary>What became of an upload (sync-behaviour.md §3, upload).</summary>
public enum UploadOutcome
{
    /// <summary>It is the stored document now.</summary>
    Stored,

    /// <summary>It was stored before.</summary>
    Duplicate,

    /// <summary>It is kept as a conflict snapshot; the stored document is another.</summary>
    Superseded,
}

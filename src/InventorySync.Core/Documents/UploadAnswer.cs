namespace InventorySync.Core.Documents;

/// <summary>What became of an uploaded document (sync-behaviour §3, upload).</summary>
public abstract record UploadAnswer
{
    private UploadAnswer()
    {
    }

    /// <summary>It is the player's document now, and the acquisition ended.</summary>
    public sealed record Stored(StoredDocument Document) : UploadAnswer;

    /// <summary>It was the player's document already: a retry whose answer was lost.</summary>
    public sealed record Duplicate(StoredDocument Document) : UploadAnswer;

    /// <summary>It is kept as a conflict snapshot; <paramref name="Document"/> stays, if there is one.</summary>
    public sealed record Superseded(StoredDocument? Document) : UploadAnswer;
}

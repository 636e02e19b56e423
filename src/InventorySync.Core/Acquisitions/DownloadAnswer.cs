using InventorySync.Core.Documents;

namespace InventorySync.Core.Acquisitions;

/// <summary>What an instance that asks for a document is told.</summary>
public abstract record DownloadAnswer
{
    private DownloadAnswer()
    {
    }

    /// <param name="Document">Null when nothing is stored yet, which is no error.</param>
    public sealed record Allowed(Token Token, StoredDocument? Document) : DownloadAnswer;

    /// <summary>The caller does not hold the player, or named an earlier acquisition.</summary>
    public sealed record NotHolder : DownloadAnswer;
}

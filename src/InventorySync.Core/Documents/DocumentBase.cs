namespace InventorySync.Core.Documents;

/// <summary>What an uploaded document says it grew from (sync-behaviour §3, upload). These two and no others.</summary>
public abstract record DocumentBase
{
    private DocumentBase()
    {
    }

    /// <summary>Nothing is said, as in the plain protocol: the generations decide.</summary>
    public sealed record Unsaid : DocumentBase;

    /// <summary>It grew from this revision, or from no document at all when that is null.</summary>
    public sealed record Named(Revision? Revision) : DocumentBase;
}

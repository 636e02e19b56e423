using InventorySync.Core.Documents;
using InventorySync.Core.Instances;

namespace InventorySync.Core.Acquisitions;

/// <summary>What an instance that asks for a player is told. These two answers and no others.</summary>
public abstract record AcquireAnswer
{
    private AcquireAnswer()
    {
    }

    /// <param name="Document">What is stored, if anything.</param>
    /// <param name="DocumentDiffers">The caller said what it has, and that is not <paramref name="Document"/>.</param>
    public sealed record Acquired(Token Token, StoredDocument? Document, bool DocumentDiffers) : AcquireAnswer;

    /// <param name="Expires">When the holder, which stopped or was lost, is no longer waited for; null while it plays.</param>
    public sealed record Busy(InstanceId Holder, DateTimeOffset? Expires) : AcquireAnswer;
}

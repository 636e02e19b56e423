using InventorySync.Core.Documents;

namespace InventorySync.Core.Players;

public sealed partial record PlayerState
{
    /// <summary>Decides about an uploaded document by the table of sync-behaviour §3.</summary>
    /// <param name="seenAs">
    /// The digest under which the document's revision was first seen from this player; null when it is new.
    /// </param>
    public Decision<UploadAnswer> Upload(UploadedDocument upload, DocumentDigest? seenAs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var arrived = upload.AsStored(now);

        // A token that is not the holder's belongs to an acquisition that ended. Its sender plays on under a newer one,
        // perhaps even from the same document; to store this one now would make the newer upload a conflict.
        var isHolder = Acquisition?.IsNamedBy(upload.Instance, upload.Token) == true;
        var released = isHolder ? this with { Acquisition = null } : this;

        // The answer may be lost on the way back, so the same bytes can come twice.
        if (Document is { } stored && stored.IsSameDocumentAs(arrived))
            return new(released, new UploadAnswer.Duplicate(stored));

        var isHeldAgainst = Acquisition is { } held && !isHolder && !held.IsStale(now);
        if (isHeldAgainst || !Follows(upload, seenAs))
            return new(released, new UploadAnswer.Superseded(Document), Conflict: arrived);

        // Whatever acquisition is left here is the sender's own or stale.
        return new(this with { Document = arrived, Acquisition = null }, new UploadAnswer.Stored(arrived));
    }

    private bool Follows(UploadedDocument upload, DocumentDigest? seenAs)
    {
        // One revision is one document. Other bytes under its name come from a copy of the save that ran twice.
        if (seenAs is { } digest && digest != upload.Document.Digest)
            return false;

        if (Document is not { } stored)
            return true;

        // Asked of both kinds, since the stored generations must only grow (invariant I2).
        if (upload.Document.Generation <= stored.Generation)
            return false;

        return upload.Base switch
        {
            DocumentBase.Named { Revision: var revision } => revision == stored.Revision,
            DocumentBase.Unsaid => true,
            _ => throw new InvalidOperationException($"There is no rule for {upload.Base}."),
        };
    }
}

using InventorySync.Core.Acquisitions;
using InventorySync.Core.Instances;

namespace InventorySync.Core.Documents;

/// <summary>A checked document on its way in, with what its sender says about it.</summary>
public sealed record UploadedDocument
{
    public required PlayerDocument Document { get; init; }

    public required InstanceId Instance { get; init; }

    public required DocumentBase Base { get; init; }

    /// <summary>The acquisition it belongs to; null from a client of the plain protocol.</summary>
    public Token? Token { get; init; }

    public StoredDocument AsStored(DateTimeOffset now) => new()
    {
        Generation = Document.Generation,
        Revision = Document.Revision,
        Base = (Base as DocumentBase.Named)?.Revision,
        Digest = Document.Digest,
        Size = Document.Bytes.Length,
        Instance = Instance,
        StoredAt = now,
    };
}

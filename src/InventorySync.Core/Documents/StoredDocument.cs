using InventorySync.Core.Instances;

namespace InventorySync.Core.Documents;

/// <summary>What the controller knows of a document that it keeps, without the bytes.</summary>
public sealed record StoredDocument
{
    public required Generation Generation { get; init; }

    public required Revision Revision { get; init; }

    /// <summary>The revision it grew from; null when the uploader named none.</summary>
    public Revision? Base { get; init; }

    public required DocumentDigest Digest { get; init; }

    /// <summary>Bytes of JSON, uncompressed.</summary>
    public required int Size { get; init; }

    /// <summary>The instance that uploaded it; null when it came another way.</summary>
    public InstanceId? Instance { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    public bool IsSameDocumentAs(StoredDocument other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Generation == other.Generation && Digest == other.Digest;
    }
}

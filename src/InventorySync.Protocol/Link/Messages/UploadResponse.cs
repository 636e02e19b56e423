namespace InventorySync.Protocol.Link.Messages;

/// <summary>What became of an upload (link-extensions). A peer of the plain protocol gets, and sends, an empty answer: <see cref="Plain"/>.</summary>
public sealed record UploadResponse
{
    public const string Stored = "stored";
    public const string Duplicate = "duplicate";
    public const string Superseded = "superseded";

    public static readonly UploadResponse Plain = new();

    /// <summary>One of <see cref="Stored"/>, <see cref="Duplicate"/>, <see cref="Superseded"/>; null in a plain answer.</summary>
    public string? Status { get; init; }

    public long? Generation { get; init; }

    public string? Revision { get; init; }

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static UploadResponse Parse(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty)
            return Plain;
        var members = JsonMembers.OfPayload("UploadResponse", data);
        var status = members.String("status");
        if (status is not (null or Stored or Duplicate or Superseded))
            throw members.Wrong("status", "stored, duplicate or superseded");
        return new UploadResponse { Status = status, Generation = members.Int64("generation"), Revision = members.String("revision") };
    }

    /// <summary>Empty for a plain answer.</summary>
    public byte[] ToJson() => this == Plain ? [] : JsonText.Object(writer =>
    {
        writer.Optional("status", Status);
        writer.Optional("generation", Generation);
        writer.Optional("revision", Revision);
    });
}

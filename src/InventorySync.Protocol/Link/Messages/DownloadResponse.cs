namespace InventorySync.Protocol.Link.Messages;

/// <summary>A player's document, or none (link-protocol §11, link-extensions).</summary>
public sealed record DownloadResponse
{
    /// <summary>The document: UTF-8 JSON of an object, byte for byte as stored; empty for none, which is written as a member left out.</summary>
    public ReadOnlyMemory<byte> PlayerData { get; init; }

    /// <summary>Extension: of the document.</summary>
    public string? Revision { get; init; }

    /// <summary>Extension: the acquisition in whose name it was asked.</summary>
    public long? Token { get; init; }

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static DownloadResponse Parse(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty)
            return new DownloadResponse();
        var members = JsonMembers.OfPayload("DownloadResponse", data);
        return new DownloadResponse
        {
            PlayerData = members.Object("playerData") ?? default,
            Revision = members.String("revision"),
            Token = members.Int64("token"),
        };
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.Optional("revision", Revision);
        writer.Optional("token", Token);
        writer.Raw("playerData", PlayerData);
    });

    /// <summary>As a peer of the plain protocol gets it.</summary>
    public DownloadResponse WithoutExtensions() => new() { PlayerData = PlayerData };
}

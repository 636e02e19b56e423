namespace InventorySync.Protocol.Link.Messages;

/// <summary>An instance hands in a player's document: instance to controller (link-protocol §11, link-extensions).</summary>
public sealed record UploadRequest
{
    public const string Name = "inventory_sync:UploadRequest";

    public required int InstanceId { get; init; }

    public required string PlayerName { get; init; }

    /// <summary>The document: UTF-8 JSON of an object, kept byte for byte.</summary>
    public required ReadOnlyMemory<byte> PlayerData { get; init; }

    /// <summary>Extension: the acquisition it belongs to.</summary>
    public long? Token { get; init; }

    /// <summary>Extension: the revision it grew from.</summary>
    public string? Base { get; init; }

    /// <summary>Also checks the document's generation and name; see <see cref="PlayerDataHeader.Read"/>.</summary>
    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static UploadRequest Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("UploadRequest", data);
        var upload = new UploadRequest
        {
            InstanceId = members.RequiredInt32("instanceId"),
            PlayerName = members.RequiredPlayerName("playerName"),
            PlayerData = members.RequiredObject("playerData"),
            Token = members.Int64("token"),
            Base = members.String("base"),
        };
        if (PlayerDataHeader.Read(upload.PlayerData).Name != upload.PlayerName)
            throw members.Wrong("playerData.name", "equal to playerName");
        return upload;
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("instanceId", InstanceId);
        writer.WriteString("playerName", PlayerName);
        writer.Optional("token", Token);
        writer.Optional("base", Base);
        writer.Raw("playerData", PlayerData);
    });

    /// <summary>As a peer of the plain protocol gets it; the document itself stays as it is.</summary>
    public UploadRequest WithoutExtensions() => this with { Token = null, Base = null };
}

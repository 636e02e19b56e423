namespace InventorySync.Protocol.Link.Messages;

/// <summary>An instance asks for a player's document: instance to controller (link-protocol §11).</summary>
public sealed record DownloadRequest
{
    public const string Name = "inventory_sync:DownloadRequest";

    public required int InstanceId { get; init; }

    public required string PlayerName { get; init; }

    /// <summary>Extension: the acquisition in whose name it is asked.</summary>
    public long? Token { get; init; }

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static DownloadRequest Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("DownloadRequest", data);
        return new DownloadRequest
        {
            InstanceId = members.RequiredInt32("instanceId"),
            PlayerName = members.RequiredPlayerName("playerName"),
            Token = members.Int64("token"),
        };
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("instanceId", InstanceId);
        writer.WriteString("playerName", PlayerName);
        writer.Optional("token", Token);
    });

    /// <summary>As a peer of the plain protocol gets it.</summary>
    public DownloadRequest WithoutExtensions() => this with { Token = null };
}

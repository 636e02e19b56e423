namespace InventorySync.Protocol.Link.Messages;

/// <summary>An instance gives a player back: instance to controller, empty answer (link-protocol §11).</summary>
public sealed record ReleaseRequest
{
    public const string Name = "inventory_sync:ReleaseRequest";

    public required int InstanceId { get; init; }

    public required string PlayerName { get; init; }

    /// <summary>Extension: release only this acquisition.</summary>
    public long? Token { get; init; }

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static ReleaseRequest Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("ReleaseRequest", data);
        return new ReleaseRequest
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
    public ReleaseRequest WithoutExtensions() => this with { Token = null };
}

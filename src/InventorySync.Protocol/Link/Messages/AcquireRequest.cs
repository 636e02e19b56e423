namespace InventorySync.Protocol.Link.Messages;

/// <summary>An instance asks for a player: instance to controller (link-protocol §11, link-extensions).</summary>
public sealed record AcquireRequest
{
    public const string Name = "inventory_sync:AcquireRequest";

    public required int InstanceId { get; init; }

    public required string PlayerName { get; init; }

    /// <summary>Extension: names this attempt; comes back in the answer.</summary>
    public string? RequestToken { get; init; }

    /// <summary>Extension: what the instance has as synced.</summary>
    public HeldVersion? Have { get; init; }

    /// <summary>Extension: if busy, remember that this instance waits.</summary>
    public bool? Wait { get; init; }

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static AcquireRequest Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("AcquireRequest", data);
        HeldVersion? have = null;
        if (members.Object("have") is { } text)
        {
            var held = JsonMembers.OfPayload("AcquireRequest.have", text);
            have = new HeldVersion(held.RequiredInt64("generation"), held.RequiredString("revision"));
        }

        return new AcquireRequest
        {
            InstanceId = members.RequiredInt32("instanceId"),
            PlayerName = members.RequiredPlayerName("playerName"),
            RequestToken = members.String("requestToken"),
            Have = have,
            Wait = members.Boolean("wait"),
        };
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("instanceId", InstanceId);
        writer.WriteString("playerName", PlayerName);
        writer.Optional("requestToken", RequestToken);
        if (Have is { } have)
        {
            writer.WriteStartObject("have");
            writer.WriteNumber("generation", have.Generation);
            writer.WriteString("revision", have.Revision);
            writer.WriteEndObject();
        }

        writer.Optional("wait", Wait);
    });

    /// <summary>As a peer of the plain protocol gets it.</summary>
    public AcquireRequest WithoutExtensions() => new() { InstanceId = InstanceId, PlayerName = PlayerName };
}

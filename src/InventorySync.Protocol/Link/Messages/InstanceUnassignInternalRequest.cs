namespace InventorySync.Protocol.Link.Messages;

/// <summary>Takes an instance from a host, which stops it first: controller to host, empty answer (link-protocol §9.2).</summary>
public sealed record InstanceUnassignInternalRequest(int InstanceId)
{
    public const string Name = "InstanceUnassignInternalRequest";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static InstanceUnassignInternalRequest Parse(ReadOnlyMemory<byte> data) =>
        new(JsonMembers.OfPayload(Name, data).RequiredInt32("instanceId"));

    public byte[] ToJson() => JsonText.Object(writer => writer.WriteNumber("instanceId", InstanceId));
}

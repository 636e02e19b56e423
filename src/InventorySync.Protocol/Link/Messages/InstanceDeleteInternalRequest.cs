namespace InventorySync.Protocol.Link.Messages;

/// <summary>Has a host delete a stopped instance: controller to host, empty answer (link-protocol §9.2).</summary>
public sealed record InstanceDeleteInternalRequest(int InstanceId)
{
    public const string Name = "InstanceDeleteInternalRequest";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static InstanceDeleteInternalRequest Parse(ReadOnlyMemory<byte> data) =>
        new(JsonMembers.OfPayload(Name, data).RequiredInt32("instanceId"));

    public byte[] ToJson() => JsonText.Object(writer => writer.WriteNumber("instanceId", InstanceId));
}

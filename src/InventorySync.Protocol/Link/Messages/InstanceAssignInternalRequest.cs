namespace InventorySync.Protocol.Link.Messages;

/// <summary>Gives a host an instance, or a changed config of one: controller to host, empty answer (link-protocol §9.1, §9.2).</summary>
/// <param name="Config">The flat config object as UTF-8 JSON; holds at least <c>instance.id</c> and <c>instance.name</c>.</param>
public sealed record InstanceAssignInternalRequest(int InstanceId, ReadOnlyMemory<byte> Config)
{
    public const string Name = "InstanceAssignInternalRequest";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static InstanceAssignInternalRequest Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("InstanceAssignInternalRequest", data);
        return new InstanceAssignInternalRequest(members.RequiredInt32("instanceId"), members.RequiredObject("config"));
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("instanceId", InstanceId);
        writer.Raw("config", Config);
    });
}

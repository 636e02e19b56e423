namespace InventorySync.Protocol.Link.Messages;

/// <summary>Extension: a host knows that an instance's process is gone (link-extensions). The answer's payload is for people.</summary>
public sealed record InstanceDiedRequest(int InstanceId, int? ExitCode = null, string? Signal = null)
{
    public const string Name = "inventory_sync_extended:InstanceDiedRequest";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static InstanceDiedRequest Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("InstanceDiedRequest", data);
        return new InstanceDiedRequest(members.RequiredInt32("instanceId"), members.Int32("exitCode"), members.String("signal"));
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("instanceId", InstanceId);
        writer.Optional("exitCode", ExitCode);
        writer.Optional("signal", Signal);
    });
}

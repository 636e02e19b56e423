namespace InventorySync.Protocol.Link.Messages;

/// <summary>An instance's status changed: host or instance to controller (link-protocol §9.2).</summary>
public sealed record InstanceStatusChangedEvent(int InstanceId, string Status, int? GamePort = null, string? FactorioVersion = null)
{
    public const string Name = "InstanceStatusChangedEvent";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member; also for a status that a host may not report.</exception>
    public static InstanceStatusChangedEvent Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("InstanceStatusChangedEvent", data);
        var status = members.RequiredString("status");
        if (!InstanceStatus.IsOfHost(status))
            throw members.Wrong("status", "one a host may report");
        return new InstanceStatusChangedEvent(members.RequiredInt32("instanceId"), status, members.Int32("gamePort"), members.String("factorioVersion"));
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("instanceId", InstanceId);
        writer.WriteString("status", Status);
        writer.Optional("gamePort", GamePort);
        writer.Optional("factorioVersion", FactorioVersion);
    });
}

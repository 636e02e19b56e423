namespace InventorySync.Protocol.Link.Messages;

/// <summary>Starts an instance, from the named save or the newest: to the instance, empty answer when it runs (link-protocol §9.3).</summary>
public sealed record InstanceStartRequest(string? Save = null)
{
    public const string Name = "InstanceStartRequest";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static InstanceStartRequest Parse(ReadOnlyMemory<byte> data) =>
        new(data.IsEmpty ? null : JsonMembers.OfPayload(Name, data).String("save"));

    public byte[] ToJson() => JsonText.Object(writer => writer.Optional("save", Save));
}

namespace InventorySync.Protocol.Link.Messages;

/// <summary>What a host is called: host to controller after each new session (link-protocol §9.1).</summary>
public sealed record HostInfoUpdateEvent(string HostName, string PublicAddress)
{
    public const string Name = "HostInfoUpdateEvent";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static HostInfoUpdateEvent Parse(ReadOnlyMemory<byte> data)
    {
        var update = JsonMembers.OfPayload("HostInfoUpdateEvent.update", JsonMembers.OfPayload(Name, data).RequiredObject("update"));
        return new HostInfoUpdateEvent(update.RequiredString("name"), update.RequiredString("publicAddress"));
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteStartObject("update");
        writer.WriteString("name", HostName);
        writer.WriteString("publicAddress", PublicAddress);
        writer.WriteEndObject();
    });
}

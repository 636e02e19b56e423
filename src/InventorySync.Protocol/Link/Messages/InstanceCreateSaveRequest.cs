namespace InventorySync.Protocol.Link.Messages;

/// <summary>Has an instance create a save: to the instance, empty answer when done (link-protocol §9.3).</summary>
public sealed record InstanceCreateSaveRequest(string SaveName, long? Seed = null)
{
    public const string Name = "InstanceCreateSaveRequest";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static InstanceCreateSaveRequest Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload(Name, data);
        return new InstanceCreateSaveRequest(members.RequiredString("name"), members.Int64("seed"));
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteString("name", SaveName);
        writer.Optional("seed", Seed);
    });
}

namespace InventorySync.Protocol.Link.Messages;

/// <summary>Extension: an instance no longer waits for a player; empty answer (link-extensions).</summary>
public sealed record StopWaitingRequest(string PlayerName)
{
    public const string Name = "inventory_sync_extended:StopWaitingRequest";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static StopWaitingRequest Parse(ReadOnlyMemory<byte> data) =>
        new(JsonMembers.OfPayload("StopWaitingRequest", data).RequiredPlayerName("playerName"));

    public byte[] ToJson() => JsonText.Object(writer => writer.WriteString("playerName", PlayerName));
}

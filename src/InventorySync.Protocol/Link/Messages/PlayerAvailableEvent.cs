namespace InventorySync.Protocol.Link.Messages;

/// <summary>Extension: the player an instance waits for is free; controller to the instance first in line (link-extensions).</summary>
public sealed record PlayerAvailableEvent(string PlayerName)
{
    public const string Name = "inventory_sync_extended:PlayerAvailableEvent";

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static PlayerAvailableEvent Parse(ReadOnlyMemory<byte> data) =>
        new(JsonMembers.OfPayload("PlayerAvailableEvent", data).RequiredPlayerName("playerName"));

    public byte[] ToJson() => JsonText.Object(writer => writer.WriteString("playerName", PlayerName));
}

namespace InventorySync.Protocol.Link.Messages;

/// <summary>How large the store of players is (link-protocol §11). Sizes are in characters of the documents' JSON.</summary>
public sealed record DatabaseStatsResponse(long DatabaseSize, long DatabaseEntries, string LargestEntryName, long LargestEntrySize)
{
    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static DatabaseStatsResponse Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("DatabaseStatsResponse", data);
        var largest = JsonMembers.OfPayload("DatabaseStatsResponse.largestEntry", members.RequiredObject("largestEntry"));
        return new DatabaseStatsResponse(
            members.RequiredInt64("databaseSize"), members.RequiredInt64("databaseEntries"),
            largest.RequiredString("name"), largest.RequiredInt64("size"));
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("databaseSize", DatabaseSize);
        writer.WriteNumber("databaseEntries", DatabaseEntries);
        writer.WriteStartObject("largestEntry");
        writer.WriteString("name", LargestEntryName);
        writer.WriteNumber("size", LargestEntrySize);
        writer.WriteEndObject();
    });
}

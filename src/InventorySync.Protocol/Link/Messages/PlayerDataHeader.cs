namespace InventorySync.Protocol.Link.Messages;

/// <summary>The few members of a player document that the link must know (link-extensions, rules).</summary>
public sealed record PlayerDataHeader(long Generation, string Name, string? Revision)
{
    /// <summary>The largest integer that every JSON reader keeps exact.</summary>
    public const long MaxGeneration = (1L << 53) - 1;

    /// <summary>Reads a document to its end, decoding nothing but these members.</summary>
    /// <exception cref="LinkRequestException">InvalidMessage: cut off, malformed, or a member missing or out of range.</exception>
    public static PlayerDataHeader Read(ReadOnlyMemory<byte> playerData)
    {
        var members = JsonMembers.OfPayload("playerData", playerData);
        var generation = members.RequiredInt64("generation");
        if (generation is < 1 or > MaxGeneration)
            throw members.Wrong("generation", "an integer from 1 to 9007199254740991");
        return new PlayerDataHeader(generation, members.RequiredPlayerName("name"), members.String("revision"));
    }
}

using System.Text.Json;

namespace InventorySync.Protocol.Link.Messages;

/// <summary>Admins, bans and whitelist: controller to host on a new session (link-protocol §9.1).</summary>
public sealed record SyncUserListsEvent(IReadOnlyList<string> Admins, IReadOnlyList<BannedPlayer> Bans, IReadOnlyList<string> Whitelist)
{
    public const string Name = "SyncUserListsEvent";

    public static readonly SyncUserListsEvent Empty = new([], [], []);

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static SyncUserListsEvent Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload(Name, data);
        var bans = new List<BannedPlayer>();
        foreach (var pair in members.RequiredArray("banlist"))
        {
            if (JsonMembers.Value(pair).TokenType != JsonTokenType.StartArray || JsonArray.Split(pair) is not [var name, var reason])
                throw members.Wrong("banlist", "an array of pairs of strings");
            bans.Add(new BannedPlayer(Text(name), Text(reason)));
        }

        return new SyncUserListsEvent(members.RequiredStrings("adminlist"), bans, members.RequiredStrings("whitelist"));

        string Text(ReadOnlyMemory<byte> value) =>
            JsonArray.TryString(value, out var text) ? text : throw members.Wrong("banlist", "an array of pairs of strings");
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.Strings("adminlist", Admins);
        writer.WriteStartArray("banlist");
        foreach (var ban in Bans)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(ban.PlayerName);
            writer.WriteStringValue(ban.Reason);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Strings("whitelist", Whitelist);
    });
}

using System.Text.Json;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Protocol.Link;

/// <summary>What the payloads of the handshake have in common.</summary>
internal static class Handshake
{
    public static readonly byte[] Invalidate = """{"type":"invalidate"}"""u8.ToArray();
    public static readonly byte[] Prepare = """{"type":"disconnect","data":"prepare"}"""u8.ToArray();
    public static readonly byte[] Ready = """{"type":"disconnect","data":"ready"}"""u8.ToArray();

    public static byte[] Heartbeat(long lastReceived) => JsonText.Object(writer =>
    {
        writer.WriteString("type", "heartbeat");
        if (lastReceived > 0)
            writer.WriteNumber("seq", lastReceived);
    });

    public static byte[] Message(string type, Action<Utf8JsonWriter> data) => JsonText.Object(writer =>
    {
        writer.WriteString("type", type);
        writer.WriteStartObject("data");
        data(writer);
        writer.WriteEndObject();
    });

    public static JsonMembers Members(string type, ReadOnlyMemory<byte> data) => JsonMembers.Of($"{type}.data", data, Fail);

    public static IReadOnlyDictionary<string, string> ParsePlugins(string type, JsonMembers data)
    {
        var members = JsonMembers.Of($"{type}.data.plugins", data.RequiredObject("plugins"), Fail);
        return members.Names.ToDictionary(name => name, members.RequiredString, StringComparer.Ordinal);
    }

    public static void WritePlugins(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> plugins)
    {
        writer.WriteStartObject("plugins");
        foreach (var (name, version) in plugins)
            writer.WriteString(name, version);
        writer.WriteEndObject();
    }

    /// <summary>A duration in seconds, within what timers can do.</summary>
    public static TimeSpan Seconds(JsonMembers data, string name) =>
        data.RequiredNumber(name) is >= 0.01 and <= 86_400 and var seconds ? TimeSpan.FromSeconds(seconds) : throw data.Wrong(name, "0.01 to 86400 seconds");

    public static long LastSequence(JsonMembers data) =>
        data.Int64("lastSeq") is var last and (null or >= 0) ? last ?? 0 : throw data.Wrong("lastSeq", "a sequence number");

    private static LinkFormatException Fail(string text) => new(text);
}

using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Protocol.Link;

/// <summary>The payloads of the handshake (link-protocol §§2, 5). Their errors are <see cref="LinkFormatException"/>s.</summary>
internal sealed record HelloData(string Version, IReadOnlyDictionary<string, string> Plugins)
{
    public static HelloData Parse(LinkMessage message)
    {
        var data = Handshake.Members("hello", message.Data);
        return new HelloData(data.RequiredString("version"), Handshake.ParsePlugins("hello", data));
    }

    public byte[] ToMessage() => Handshake.Message("hello", writer =>
    {
        writer.WriteString("version", Version);
        Handshake.WritePlugins(writer, Plugins);
    });
}

internal sealed record RegisterHostData(string Token, string Version, int Id, IReadOnlyDictionary<string, string> Plugins)
{
    public static RegisterHostData Parse(LinkMessage message)
    {
        var data = Handshake.Members("registerHost", message.Data);
        return new RegisterHostData(
            data.RequiredString("token"), data.RequiredString("version"), data.RequiredInt32("id"), Handshake.ParsePlugins("registerHost", data));
    }

    public byte[] ToMessage() => Handshake.Message("registerHost", writer =>
    {
        writer.WriteString("token", Token);
        writer.WriteString("version", Version);
        writer.WriteNumber("id", Id);
        Handshake.WritePlugins(writer, Plugins);
    });
}

internal sealed record ReadyData(int HostId, string SessionToken, TimeSpan SessionTimeout, TimeSpan HeartbeatInterval)
{
    public static ReadyData Parse(LinkMessage message)
    {
        var data = Handshake.Members("ready", message.Data);
        var source = data.RequiredArray("src");
        if (source.Count != 2 || !source[0].Span.SequenceEqual("1"u8) || !JsonMembers.Value(source[1]).TryGetInt32(out var hostId))
            throw data.Wrong("src", "the address of a host");
        return new ReadyData(hostId, data.RequiredString("sessionToken"), Handshake.Seconds(data, "sessionTimeout"), Handshake.Seconds(data, "heartbeatInterval"));
    }

    public byte[] ToMessage() => Handshake.Message("ready", writer =>
    {
        writer.WritePropertyName("src");
        LinkAddress.Host(HostId).WriteTo(writer);
        writer.WriteString("sessionToken", SessionToken);
        writer.WriteNumber("sessionTimeout", SessionTimeout.TotalSeconds);
        writer.WriteNumber("heartbeatInterval", HeartbeatInterval.TotalSeconds);
    });
}

/// <param name="LastSequence">0 when the sender has received nothing; then the member is left out.</param>
internal sealed record ResumeData(string SessionToken, long LastSequence)
{
    public static ResumeData Parse(LinkMessage message)
    {
        var data = Handshake.Members("resume", message.Data);
        return new ResumeData(data.RequiredString("sessionToken"), Handshake.LastSequence(data));
    }

    public byte[] ToMessage() => Handshake.Message("resume", writer =>
    {
        writer.WriteString("sessionToken", SessionToken);
        if (LastSequence > 0)
            writer.WriteNumber("lastSeq", LastSequence);
    });
}

internal sealed record ContinueData(TimeSpan SessionTimeout, TimeSpan HeartbeatInterval, long LastSequence)
{
    public static ContinueData Parse(LinkMessage message)
    {
        var data = Handshake.Members("continue", message.Data);
        return new ContinueData(Handshake.Seconds(data, "sessionTimeout"), Handshake.Seconds(data, "heartbeatInterval"), Handshake.LastSequence(data));
    }

    public byte[] ToMessage() => Handshake.Message("continue", writer =>
    {
        writer.WriteNumber("sessionTimeout", SessionTimeout.TotalSeconds);
        writer.WriteNumber("heartbeatInterval", HeartbeatInterval.TotalSeconds);
        if (LastSequence > 0)
            writer.WriteNumber("lastSeq", LastSequence);
    });
}

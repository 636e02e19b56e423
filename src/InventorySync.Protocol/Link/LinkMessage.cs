using System.Text;
using System.Text.Json;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Protocol.Link;

/// <summary>The envelope of a message that arrived (link-protocol §2); the payload stays a slice of the bytes received.</summary>
public sealed record LinkMessage
{
    public required LinkMessageType Type { get; init; }

    /// <summary>Set for the four routable types, 1 or more; for a heartbeat the last one its sender received, null for none.</summary>
    public long? Sequence { get; init; }

    public LinkAddress Source { get; init; }

    public LinkAddress Destination { get; init; }

    /// <summary>Of a request or an event; else empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>UTF-8 JSON of <c>data</c>, well-formed; empty when absent.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Numbered, kept until acknowledged, and replayed after a resume.</summary>
    public bool IsRoutable => Type is LinkMessageType.Request or LinkMessageType.Response or LinkMessageType.ResponseError or LinkMessageType.Event;

    /// <exception cref="LinkFormatException">Anything but a whole message of a known type with its members; no other exception, whatever the bytes.</exception>
    public static LinkMessage Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8.Span))
            throw new LinkFormatException("message: not UTF-8");
        var members = JsonMembers.Of("message", utf8, static text => new LinkFormatException(text));
        var message = new LinkMessage { Type = ParseType(members.RequiredString("type")), Data = members.Raw("data") ?? default };
        switch (message.Type)
        {
            case LinkMessageType.Heartbeat:
                return message with { Sequence = members.Has("seq") ? ParseSequence(members, least: 0) : null };
            case LinkMessageType.Hello or LinkMessageType.RegisterHost or LinkMessageType.RegisterControl
                or LinkMessageType.Ready or LinkMessageType.Resume or LinkMessageType.Continue:
                _ = members.RequiredObject("data");
                return message;
            case LinkMessageType.ResponseError:
                _ = members.RequiredObject("data");
                break;
            case LinkMessageType.Invalidate:
                return message;
            case LinkMessageType.Disconnect:
                return members.RequiredString("data") is "prepare" or "ready" ? message : throw members.Wrong("data", "prepare or ready");
        }

        message = message with
        {
            Sequence = ParseSequence(members, least: 1),
            Source = ParseAddress(members, "src"),
            Destination = ParseAddress(members, "dst"),
        };
        if (message.Type is LinkMessageType.Request or LinkMessageType.Event)
            message = message with { Name = members.RequiredString("name") };
        if (message.Type is LinkMessageType.Request && message.Source.RequestId is null)
            throw members.Wrong("src", "an address with a request id");
        return message;
    }

    /// <summary>The text and code of an error answer. Anything beyond them, such as a peer's stack trace, is left out.</summary>
    /// <exception cref="LinkFormatException">A member is missing or of a wrong type.</exception>
    internal LinkRequestException ReadError()
    {
        var members = JsonMembers.Of("responseError", Data, static text => new LinkFormatException(text));
        return new LinkRequestException(members.RequiredString("message"), members.String("code"));
    }

    /// <summary>Of a disconnect: whether the peer is ready to be closed; else it asks this end to prepare.</summary>
    internal bool IsReadyToDisconnect => Data.Span.SequenceEqual("\"ready\""u8);

    private static LinkMessageType ParseType(string type) => type switch
    {
        "hello" => LinkMessageType.Hello,
        "registerHost" => LinkMessageType.RegisterHost,
        "registerControl" => LinkMessageType.RegisterControl,
        "ready" => LinkMessageType.Ready,
        "resume" => LinkMessageType.Resume,
        "continue" => LinkMessageType.Continue,
        "invalidate" => LinkMessageType.Invalidate,
        "heartbeat" => LinkMessageType.Heartbeat,
        "request" => LinkMessageType.Request,
        "response" => LinkMessageType.Response,
        "responseError" => LinkMessageType.ResponseError,
        "event" => LinkMessageType.Event,
        "disconnect" => LinkMessageType.Disconnect,
        _ => throw new LinkFormatException($"message: unknown type {(type.Length <= 40 ? type : type[..40] + "…")}"),
    };

    // A heartbeat may say 0 for "nothing received"; a message starts at 1.
    private static long ParseSequence(JsonMembers members, long least) =>
        members.RequiredInt64("seq") is <= PlayerDataHeader.MaxGeneration and var sequence && sequence >= least ? sequence : throw members.Wrong("seq", "a sequence number");

    private static LinkAddress ParseAddress(JsonMembers members, string name)
    {
        var elements = members.RequiredArray(name);
        if (elements.Count is not (2 or 3))
            throw Wrong();
        Span<int> numbers = stackalloc int[3];
        for (var i = 0; i < elements.Count; i++)
        {
            var value = JsonMembers.Value(elements[i]);
            if (value.TokenType != JsonTokenType.Number || !value.TryGetInt32(out numbers[i]) || numbers[i] < 0)
                throw Wrong();
        }

        if (numbers[0] > (int)AddressKind.Broadcast)
            throw Wrong();
        return new LinkAddress((AddressKind)numbers[0], numbers[1], elements.Count == 3 ? numbers[2] : null);

        Exception Wrong() => members.Wrong(name, "an address: [kind, id] or [kind, id, requestId]");
    }

    // Payloads are the peers' business: a message is printed by its envelope alone.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Type).Append(' ').Append(Sequence).Append(' ').Append(Source).Append(" to ").Append(Destination).Append(' ').Append(Name);
        return true;
    }
}

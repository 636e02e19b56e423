using System.Text;
using System.Text.Json;

namespace InventorySync.Protocol.Link.Messages;

/// <summary>
/// The members of one JSON object, found in one pass and kept as slices of the text: values are decoded when asked for, and what merely
/// passes through never is. Unknown members are ignored (link-protocol §1), a repeated one is an error.
/// </summary>
internal sealed class JsonMembers
{
    /// <summary>Deeper than any player document; reading takes no stack per level, so the bound only stops nonsense.</summary>
    public const int MaxDepth = 512;

    private const int MaxMembers = 512;

    private readonly OrderedDictionary<string, (JsonTokenType Kind, ReadOnlyMemory<byte> Text)> _members = new(StringComparer.Ordinal);
    private readonly string _subject;
    private readonly Func<string, Exception> _fail;

    private JsonMembers(string subject, Func<string, Exception> fail) => (_subject, _fail) = (subject, fail);

    /// <summary>Reads a payload; its errors are those a request is answered with.</summary>
    /// <param name="subject">What is being read, as errors name it.</param>
    /// <exception cref="LinkRequestException">Not one whole JSON object.</exception>
    public static JsonMembers OfPayload(string subject, ReadOnlyMemory<byte> json) => Of(subject, json, LinkRequestException.Invalid);

    /// <param name="fail">Makes the exception from a text for people.</param>
    public static JsonMembers Of(string subject, ReadOnlyMemory<byte> json, Func<string, Exception> fail)
    {
        var members = new JsonMembers(subject, fail);
        members.Read(json);
        return members;
    }

    private void Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw _fail($"{_subject}: must be a JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (_members.ContainsKey(name))
                    throw _fail($"{_subject}: member {Shorten(name)} stands twice");
                if (_members.Count == MaxMembers)
                    throw _fail($"{_subject}: more than {MaxMembers} members");
                reader.Read();
                var kind = reader.TokenType;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                _members.Add(name, (kind, json[start..(int)reader.BytesConsumed]));
            }

            // Also finds text after the object.
            while (reader.Read())
            {
            }
        }
        catch (JsonException problem)
        {
            throw _fail($"{_subject}: not well-formed JSON at byte {problem.BytePositionInLine ?? 0} of line {problem.LineNumber ?? 0}, or nested too deeply");
        }
        catch (InvalidOperationException)
        {
            throw _fail($"{_subject}: a member's name is not valid text");
        }
    }

    private (JsonTokenType Kind, ReadOnlyMemory<byte> Text)? Find(string name) => _members.TryGetValue(name, out var member) ? member : null;

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>The names in order, for objects used as maps.</summary>
    public IEnumerable<string> Names => _members.Keys;

    public string RequiredString(string name) => String(name) ?? throw Missing(name);

    public string? String(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member.Kind != JsonTokenType.String)
            throw Wrong(name, "a string");
        try
        {
            return Value(member.Text).GetString();
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "valid text");
        }
    }

    /// <summary>A player's name: 1 to 60 characters, none of them a control character (link-extensions, rules).</summary>
    public string RequiredPlayerName(string name)
    {
        var text = RequiredString(name);
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
                throw Wrong(name, "free of control characters");
            length++;
        }

        return length is >= 1 and <= 60 ? text : throw Wrong(name, "1 to 60 characters long");
    }

    public int RequiredInt32(string name) => Int32(name) ?? throw Missing(name);

    public int? Int32(string name) => Int64(name) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var value => (int)value,
        _ => throw Wrong(name, "a 32-bit integer"),
    };

    public long RequiredInt64(string name) => Int64(name) ?? throw Missing(name);

    public long? Int64(string name)
    {
        if (Find(name) is not { } member)
            return null;
        return member.Kind == JsonTokenType.Number && Value(member.Text).TryGetInt64(out var value) ? value : throw Wrong(name, "an integer");
    }

    public double RequiredNumber(string name)
    {
        if (Find(name) is not { } member)
            throw Missing(name);
        return member.Kind == JsonTokenType.Number && Value(member.Text).TryGetDouble(out var value) && double.IsFinite(value)
            ? value : throw Wrong(name, "a number");
    }

    public bool RequiredBoolean(string name) => Boolean(name) ?? throw Missing(name);

    public bool? Boolean(string name) => Find(name)?.Kind switch
    {
        null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public ReadOnlyMemory<byte> RequiredObject(string name) => Object(name) ?? throw Missing(name);

    /// <summary>The text of an object, a slice of what was read.</summary>
    public ReadOnlyMemory<byte>? Object(string name)
    {
        if (Find(name) is not { } member)
            return null;
        return member.Kind == JsonTokenType.StartObject ? member.Text : throw Wrong(name, "an object");
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> RequiredArray(string name)
    {
        if (Find(name) is not { } member)
            throw Missing(name);
        if (member.Kind != JsonTokenType.StartArray)
            throw Wrong(name, "an array");
        return JsonArray.Split(member.Text);
    }

    public IReadOnlyList<string> RequiredStrings(string name)
    {
        var strings = new List<string>();
        foreach (var element in RequiredArray(name))
            strings.Add(JsonArray.TryString(element, out var text) ? text : throw Wrong(name, "an array of strings"));
        return strings;
    }

    public ReadOnlyMemory<byte>? Raw(string name) => Find(name)?.Text;

    public Exception Missing(string name) => _fail($"{_subject}: member {name} is missing");

    public Exception Wrong(string name, string expected) => _fail($"{_subject}: member {Shorten(name)} must be {expected}");

    private static string Shorten(string name) => name.Length <= 40 ? name : name[..40] + "…";

    /// <summary>A reader on the first token of a value that is known to be well-formed.</summary>
    internal static Utf8JsonReader Value(ReadOnlyMemory<byte> text)
    {
        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        return reader;
    }
}

using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>Reads the module's lines. The document in an upload is sliced out as raw bytes, not parsed into objects.</summary>
public static class ModuleLineParser
{
    private const int MaxDepth = 512;
    private const int MaxLogCharacters = 4000;

    /// <summary>Reads one line.</summary>
    /// <param name="json">UTF-8 JSON of one object. An upload's document stays a slice of it.</param>
    /// <exception cref="ModuleLineException">Not JSON, an unknown type, or a member is missing, of the wrong kind or out of bounds.</exception>
    public static ModuleLine Parse(ReadOnlyMemory<byte> json)
    {
        var members = Members.Read(json);
        return members.Type switch
        {
            "acquire" => new ModuleLine.Acquire(
                members.Sequence, members.Number("request"), members.PlayerName(), members.Have, members.OptionalRevision("pending"),
                (int)Math.Min(members.Number("connected"), int.MaxValue)),
            "withdraw" => new ModuleLine.Withdraw(members.Sequence, members.Number("request"), members.PlayerName()),
            "release" => new ModuleLine.Release(members.Sequence, members.PlayerName(), members.Number("token")),
            "upload" => new ModuleLine.Upload(
                members.Sequence, members.Number("upload"), members.PlayerName(), members.Number("token"), members.Base(),
                members.Number("generation"), members.Revision("revision"), members.Document()),
            "cancel" => new ModuleLine.Cancel(members.Sequence, members.Number("transfer"), members.PlayerName()),
            "transferred" => new ModuleLine.Transferred(
                members.Sequence, members.Number("transfer"), members.PlayerName(), members.Boolean("ok"), members.OptionalText("message"),
                members.Number("ticks")),
            "log" => new ModuleLine.Log(members.Sequence, members.Text("level"), Shorten(members.Text("message"))),
            _ => throw members.Wrong($"The module sent a line of the unknown type \"{Shorten(members.Type)}\"."),
        };
    }

    private static string Shorten(string text) => text.Length <= MaxLogCharacters ? text : text[..MaxLogCharacters] + "…";

    /// <summary>The members of a line's top level, by name.</summary>
    private sealed class Members
    {
        private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
        private readonly Dictionary<string, bool> _booleans = new(StringComparer.Ordinal);
        private ReadOnlyMemory<byte>? _document;

        public string Type => Text("type");

        public long Sequence => Number("sequence");

        public HeldDocument? Have { get; private set; }

        public static Members Read(ReadOnlyMemory<byte> json)
        {
            var members = new Members();
            try
            {
                var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw members.Wrong("The module sent a line that is no JSON object.");
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    members.ReadMember(ref reader, json);
                // Nothing may follow; this throws if something does.
                reader.Read();
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw new ModuleLineException($"The module sent a line that is not JSON: {exception.Message}", members.KnownSequence, exception);
            }

            return members;
        }

        public ModuleLineException Wrong(string message) => new(message, KnownSequence);

        public long Number(string name) => _numbers.TryGetValue(name, out var value) && value >= 0
            ? value
            : throw Wrong($"A line of the module lacks the integer \"{name}\", or it is out of range.");

        public bool Boolean(string name) => _booleans.TryGetValue(name, out var value)
            ? value
            : throw Wrong($"A line of the module lacks the boolean \"{name}\".");

        public string Text(string name) => _texts.TryGetValue(name, out var value)
            ? value
            : throw Wrong($"A line of the module lacks the text \"{name}\".");

        public string? OptionalText(string name) => _texts.TryGetValue(name, out var value) ? Shorten(value) : null;

        public string PlayerName() => Text("player_name") is var name && ModuleProtocol.IsPlayerName(name)
            ? name
            : throw Wrong("A line of the module has a player name that is empty, too long or has control characters.");

        public string Revision(string name) => Text(name) is var revision && ModuleProtocol.IsRevision(revision)
            ? revision
            : throw Wrong($"A line of the module has a malformed revision in \"{name}\".");

        public string? OptionalRevision(string name) => _texts.ContainsKey(name) ? Revision(name) : null;

        public string Base() => Text("base") is "" ? "" : Revision("base");

        public ReadOnlyMemory<byte> Document() => _document ?? throw Wrong("An upload of the module lacks the object \"document\".");

        private long? KnownSequence => _numbers.TryGetValue("sequence", out var sequence) ? sequence : null;

        private void ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when ReadInteger(ref reader) is { } number:
                    _numbers[name] = number;
                    break;
                case JsonTokenType.String:
                    _texts[name] = reader.GetString()!;
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    _booleans[name] = reader.GetBoolean();
                    break;
                case JsonTokenType.StartObject when name == "have":
                    Have = ReadHave(ref reader);
                    break;
                case JsonTokenType.StartObject when name == "document":
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    _document = json[start..(int)reader.BytesConsumed];
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        private HeldDocument ReadHave(ref Utf8JsonReader reader)
        {
            long? generation = null;
            string? revision = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name == "generation" && reader.TokenType == JsonTokenType.Number)
                    generation = ReadInteger(ref reader);
                else if (name == "revision" && reader.TokenType == JsonTokenType.String)
                    revision = reader.GetString();
                else
                    reader.Skip();
            }

            return generation is { } number and >= 0 && revision is not null && ModuleProtocol.IsRevision(revision)
                ? new HeldDocument(number, revision)
                : throw Wrong("A line of the module has a malformed \"have\".");
        }

        /// <summary>Lua numbers are doubles, so an integer may be written with a fraction or exponent.</summary>
        private static long? ReadInteger(ref Utf8JsonReader reader)
        {
            if (reader.TryGetInt64(out var integer))
                return Math.Abs(integer) <= ModuleProtocol.MaxInteger ? integer : null;
            return reader.TryGetDouble(out var number) && Math.Abs(number) <= ModuleProtocol.MaxInteger && Math.Floor(number) == number
                ? (long)number
                : null;
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>
/// Builds the host's commands to the module (docs/module-protocol.md, Commands). Every argument goes through the one encoder at
/// the bottom: numbers, words without spaces, and JSON in ASCII, so no text can end a command or begin another.
/// </summary>
public static class ModuleCommand
{
    /// <summary>The module's reply when a request is not the one being waited for.</summary>
    public static ReadOnlySpan<byte> Stale => "stale"u8;

    /// <summary>The module's reply to a part of a transfer that is not open.</summary>
    public static ReadOnlySpan<byte> Unknown => "unknown"u8;

    /// <summary>The module's reply to a part whose checksum is wrong.</summary>
    public static ReadOnlySpan<byte> Damaged => "damaged"u8;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._:-");

    /// <summary><c>hello</c>: starts the conversation over.</summary>
    public static ReadOnlyMemory<byte> Hello(Hello hello) => Build("hello", encoder => encoder.Json(json =>
    {
        json.WriteNumber("protocol", ModuleProtocol.Version);
        json.WriteString("nonce", hello.Nonce);
        json.WriteNumber("instance_id", hello.InstanceId);
        json.WriteString("instance_name", hello.InstanceName);
        json.WriteBoolean("extended", hello.Extended);
    }));

    /// <summary><c>acquired … none</c>: granted, and the controller has no document.</summary>
    public static ReadOnlyMemory<byte> AcquiredNone(long request, long token, long generation) =>
        Build("acquired", encoder => encoder.Number(request).Number(token).Number(generation).Word("none"));

    /// <summary><c>acquired … same</c>: granted, and the module has what the controller has.</summary>
    public static ReadOnlyMemory<byte> AcquiredSame(long request, long token, long generation, string revision) =>
        Build("acquired", encoder => encoder.Number(request).Number(token).Number(generation).Word("same").Word(revision));

    /// <summary><c>acquired … other</c>: granted, and a document follows as a transfer. Parts and encoded bytes may be estimates.</summary>
    public static ReadOnlyMemory<byte> AcquiredOther(
        long request, long token, long generation, string revision, long transfer, int parts, int encodedBytes, int documentBytes) =>
        Build("acquired", encoder => encoder.Number(request).Number(token).Number(generation).Word("other").Word(revision)
            .Number(transfer).Number(parts).Number(encodedBytes).Number(documentBytes));

    /// <summary><c>busy</c>: somebody else holds the player.</summary>
    public static ReadOnlyMemory<byte> Busy(long request, string holder, string? reason, string? until) =>
        Build("busy", encoder => encoder.Number(request).Json(json =>
        {
            json.WriteString("holder", holder);
            if (reason is not null)
                json.WriteString("reason", reason);
            if (until is not null)
                json.WriteString("until", until);
        }));

    /// <summary><c>unavailable</c>: no controller for now.</summary>
    public static ReadOnlyMemory<byte> Unavailable(long request, string message) =>
        Build("unavailable", encoder => encoder.Number(request).Message(message));

    /// <summary><c>part</c>: one part of a transfer, with its checksum. The last one says that it is, and so how many there are.</summary>
    public static ReadOnlyMemory<byte> Part(long transfer, int index, bool isLast, ReadOnlySpan<byte> data)
    {
        var total = isLast ? string.Create(CultureInfo.InvariantCulture, $"/{index}") : "";
        var head = string.Create(CultureInfo.InvariantCulture, $"/invsync part {transfer} {index}{total} {Adler32.Compute(data):x8} ");
        var command = new byte[head.Length + data.Length];
        Encoding.ASCII.GetBytes(head, command);
        data.CopyTo(command.AsSpan(head.Length));
        return command;
    }

    /// <summary><c>about</c>: what is known of a large document once it is encoded.</summary>
    public static ReadOnlyMemory<byte> About(long transfer, int parts, int encodedBytes, IReadOnlyList<LargestItem> largest) =>
        Build("about", encoder => encoder.Number(transfer).Json(json =>
        {
            json.WriteNumber("parts", parts);
            json.WriteNumber("encoded_bytes", encodedBytes);
            json.WriteStartArray("largest");
            foreach (var item in largest)
            {
                json.WriteStartObject();
                json.WriteString("name", item.Name);
                if (item.Label is not null)
                    json.WriteString("label", item.Label);
                json.WriteNumber("bytes", item.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));

    /// <summary><c>fail</c>: the host cannot finish this transfer.</summary>
    public static ReadOnlyMemory<byte> Fail(long transfer, string message) =>
        Build("fail", encoder => encoder.Number(transfer).Message(message));

    /// <summary><c>uploaded</c>: what became of an upload.</summary>
    public static ReadOnlyMemory<byte> Uploaded(long upload, UploadOutcome outcome) => Build("uploaded", encoder => encoder.Number(upload).Word(outcome switch
    {
        UploadOutcome.Stored => "stored",
        UploadOutcome.Duplicate => "duplicate",
        _ => "superseded",
    }));

    /// <summary><c>uploaded … refused</c>: the controller refuses it for good.</summary>
    public static ReadOnlyMemory<byte> UploadRefused(long upload, string message) =>
        Build("uploaded", encoder => encoder.Number(upload).Word("refused").Message(message));

    /// <summary><c>poll</c>: runs what is due on a server without ticks.</summary>
    public static ReadOnlyMemory<byte> Poll() => Build("poll", encoder => encoder);

    /// <summary><c>close</c>: treats all connected players as leaving, because the server is about to stop. Its reply is a <see cref="CloseReply"/>.</summary>
    public static ReadOnlyMemory<byte> Close() => Build("close", encoder => encoder);

    /// <summary><c>status</c>: what the module knows, as JSON, for the curious.</summary>
    public static ReadOnlyMemory<byte> Status() => Build("status", encoder => encoder);

    /// <summary>True when a reply is exactly this word; the game ends each printed line with a line feed.</summary>
    public static bool Is(ReadOnlyMemory<byte> reply, ReadOnlySpan<byte> word) => reply.Span.TrimEnd("\r\n"u8).SequenceEqual(word);

    private static ReadOnlyMemory<byte> Build(string verb, Func<Encoder, Encoder> arguments)
    {
        var encoder = new Encoder(verb);
        arguments(encoder);
        return encoder.Bytes;
    }

    private sealed class Encoder
    {
        private const int MaxMessageCharacters = 500;

        private readonly ArrayBufferWriter<byte> _bytes = new(64);

        public Encoder(string verb) => Encoding.ASCII.GetBytes("/invsync " + verb, _bytes);

        public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

        public Encoder Number(long number)
        {
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" {number}"), _bytes);
            return this;
        }

        public Encoder Word(string word)
        {
            if (word.Length == 0 || word.AsSpan().IndexOfAnyExcept(WordCharacters) >= 0)
                throw new ArgumentException($"\"{word}\" cannot be an argument of a command to the module.", nameof(word));
            Encoding.ASCII.GetBytes(" " + word, _bytes);
            return this;
        }

        public Encoder Message(string message) => Json(json =>
            json.WriteString("message", message.Length <= MaxMessageCharacters ? message : message[..MaxMessageCharacters] + "…"));

        public Encoder Json(Action<Utf8JsonWriter> members)
        {
            Encoding.ASCII.GetBytes(" ", _bytes);
            // The default encoder escapes everything outside ASCII and all control characters.
            using var json = new Utf8JsonWriter(_bytes);
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
            json.Flush();
            return this;
        }
    }
}

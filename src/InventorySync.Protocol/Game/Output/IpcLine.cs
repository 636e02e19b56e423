using System.Text;

namespace InventorySync.Protocol.Game.Output;

/// <summary>
/// A script's message on standard output: prefix, channel, <c>?</c>, then <c>j</c> and the JSON itself or <c>f</c> and the name of
/// a file in <c>script-output/</c> (save-patching-and-ipc.md §3.1).
/// </summary>
/// <param name="Channel">The channel with its escapes turned back.</param>
/// <param name="Json">The JSON as printed, not yet checked; empty when it is in a file.</param>
/// <param name="FileName">A plain file name ending in <c>.json</c>, or null when the JSON is in the line.</param>
public sealed record IpcLine(string Channel, ReadOnlyMemory<byte> Json, string? FileName)
{
    /// <summary>The first six bytes of every such line: form feed, then <c>$ipc:</c>.</summary>
    public static ReadOnlySpan<byte> Prefix => "\f$ipc:"u8;

    private const int MaxFileNameBytes = 200;

    /// <summary>Reads a line that begins with <see cref="Prefix"/>.</summary>
    /// <exception cref="IpcException">The line is malformed; the message says how. Nothing was touched.</exception>
    public static IpcLine Parse(ReadOnlyMemory<byte> line)
    {
        var rest = line[Prefix.Length..];
        var end = rest.Span.IndexOf((byte)'?');
        if (end < 0)
            throw new IpcException($"Malformed line from the game: no '?' after the channel in \"{Shorten(rest.Span)}\".");

        var channel = UnescapeChannel(rest.Span[..end]);
        var content = rest[(end + 1)..];
        return content.Span switch
        {
            [(byte)'j', ..] => new IpcLine(channel, content[1..], null),
            [(byte)'f', ..] => new IpcLine(channel, ReadOnlyMemory<byte>.Empty, CheckFileName(channel, content.Span[1..])),
            _ => throw new IpcException($"Unknown type in a line from the game on channel {channel}: \"{Shorten(content.Span)}\"."),
        };
    }

    /// <summary>The beginning of untrusted bytes, fit for a log line.</summary>
    internal static string Shorten(ReadOnlySpan<byte> bytes)
    {
        const int Limit = 60;
        var text = new StringBuilder(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Limit)]));
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]))
                text[index] = '\uFFFD';
        }

        return bytes.Length > Limit ? text.Append('…').ToString() : text.ToString();
    }

    /// <summary>Turns <c>\xHH</c> back into bytes; a backslash that begins no such escape stands for itself.</summary>
    private static string UnescapeChannel(ReadOnlySpan<byte> channel)
    {
        if (channel.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(channel);

        var bytes = new List<byte>(channel.Length);
        while (!channel.IsEmpty)
        {
            if (channel is [(byte)'\\', (byte)'x', var high, var low, ..] && Digit(high) is { } first && Digit(low) is { } second)
            {
                bytes.Add((byte)(first * 16 + second));
                channel = channel[4..];
            }
            else
            {
                bytes.Add(channel[0]);
                channel = channel[1..];
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static int? Digit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => null,
    };

    private static string CheckFileName(string channel, ReadOnlySpan<byte> name)
    {
        // Letters, digits and a few signs only: no separators, no NUL, no dots that lead elsewhere, no device names with colons.
        var plain = !name.IsEmpty && name.Length <= MaxFileNameBytes && name[0] != (byte)'.';
        foreach (var sign in name)
            plain &= char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)'_' or (byte)'-' or (byte)'.';
        if (!plain)
            throw new IpcException($"Invalid file name in a line from the game on channel {channel}: \"{Shorten(name)}\".");

        var text = Encoding.ASCII.GetString(name);
        return text.EndsWith(".json", StringComparison.Ordinal)
            ? text
            : throw new IpcException($"Unknown file format in a line from the game on channel {channel}: \"{text}\"; only .json is read.");
    }
}

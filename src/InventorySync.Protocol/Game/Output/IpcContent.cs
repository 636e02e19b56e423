using System.Text.Json;

namespace InventorySync.Protocol.Game.Output;

/// <summary>Gets the JSON of a script's message, from the line or from its file (save-patching-and-ipc.md §3.3).</summary>
public static class IpcContent
{
    /// <summary>Own rule of save-patching-and-ipc.md §3.3: 64 MB.</summary>
    public const int DefaultMaxBytes = 64 * 1024 * 1024;

    /// <summary>Deepest nesting accepted; a document nests items in items.</summary>
    private const int MaxDepth = 512;

    /// <summary>
    /// Gives the checked JSON of <paramref name="line"/>. A file stays where it is: whoever has taken care of the content deletes it,
    /// so that a host which dies in between loses nothing.
    /// </summary>
    /// <param name="scriptOutput">The server's <c>script-output</c> directory.</param>
    /// <exception cref="IpcException">No JSON, or the file is missing, unreadable or too large; the file is kept.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(IpcLine line, string scriptOutput, int maxBytes, CancellationToken ct)
    {
        if (line.FileName is null)
            return Checked(line.Json, $"Bad JSON on channel {line.Channel}");

        var path = Path.Combine(scriptOutput, line.FileName);
        byte[] content;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw new IpcException($"The file {line.FileName} that channel {line.Channel} names is not in {scriptOutput}.");
            if (file.Length > maxBytes)
                throw new IpcException($"The file {line.FileName} of channel {line.Channel} has {file.Length} bytes; at most {maxBytes} are read.");
            if (file.LinkTarget is not null)
                throw new IpcException($"The file {line.FileName} of channel {line.Channel} is a link and is not followed.");
            content = await File.ReadAllBytesAsync(path, ct);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IpcException($"The file {line.FileName} of channel {line.Channel} cannot be read: {exception.Message}", exception);
        }

        return Checked(content, $"Bad JSON in the file {line.FileName} of channel {line.Channel}");
    }

    private static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> json, string complaint)
    {
        try
        {
            // Read to the end: a cut-off document must not pass for a whole one.
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
                continue;
        }
        catch (JsonException exception)
        {
            throw new IpcException($"{complaint}: {IpcLine.Shorten(json.Span)}", exception);
        }

        return json;
    }
}

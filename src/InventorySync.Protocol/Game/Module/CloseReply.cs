using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>The module's reply to <c>close</c> (docs/module-protocol.md).</summary>
/// <param name="Unanswered">How many uploads of the module have no answer yet.</param>
public sealed record CloseReply(int Unanswered)
{
    /// <summary>Reads the reply.</summary>
    /// <exception cref="ModuleLineException">The reply is an error text, or lacks a member.</exception>
    public static CloseReply Parse(ReadOnlyMemory<byte> reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply);
            var unanswered = json.RootElement.GetProperty("unanswered");
            // An empty list of the game's is written as an empty object.
            return new CloseReply(unanswered.ValueKind == JsonValueKind.Array ? unanswered.GetArrayLength() : 0);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModuleLineException($"The module in the save cannot be closed. It said: \"{Output.IpcLine.Shorten(reply.Span)}\"", null, exception);
        }
    }
}

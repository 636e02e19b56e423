using System.Text.Json;

namespace InventorySync.Protocol.Game.Module;

/// <summary>What the host says at every server start, and whenever it wants to start over (docs/module-protocol.md, <c>hello</c>).</summary>
/// <param name="Nonce">12 random characters of <c>[0-9a-z]</c>, new each time.</param>
/// <param name="InstanceId">The instance's id.</param>
/// <param name="InstanceName">The instance's name.</param>
/// <param name="Extended">False when the controller speaks only the plain protocol, or is not known yet.</param>
public sealed record Hello(string Nonce, int InstanceId, string InstanceName, bool Extended);

/// <summary>The module's reply to <see cref="Hello"/>.</summary>
/// <param name="Protocol">Version the module speaks.</param>
/// <param name="ModuleVersion">The module's own version.</param>
/// <param name="GameVersion">The game's version.</param>
/// <param name="Tick">The map's tick.</param>
/// <param name="Connected">Players connected.</param>
public sealed record HelloReply(int Protocol, string ModuleVersion, string GameVersion, long Tick, int Connected)
{
    /// <summary>Reads the reply.</summary>
    /// <exception cref="ModuleLineException">The reply is an error text, or lacks a member.</exception>
    public static HelloReply Parse(ReadOnlyMemory<byte> reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply);
            var root = json.RootElement;
            return new HelloReply(
                root.GetProperty("protocol").GetInt32(), root.GetProperty("module_version").GetString() ?? "",
                root.GetProperty("game_version").GetString() ?? "", root.GetProperty("tick").GetInt64(), root.GetProperty("connected").GetInt32());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ModuleLineException(
                $"The module in the save does not answer as expected. It said: \"{Output.IpcLine.Shorten(reply.Span)}\"", null, exception);
        }
    }
}

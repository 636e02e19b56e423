using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.World;

namespace InventorySync.Module.Tests.Support;

/// <summary>What the game writes, taken apart as a host does.</summary>
internal sealed class HostEnd : IGameOutput
{
    private const string Prefix = "\f$ipc:inventory_sync?";

    /// <summary>Lines of the module that no test has looked at yet, in order.</summary>
    public List<JsonObject> Lines { get; } = [];

    public Dictionary<string, byte[]> Written { get; } = new(StringComparer.Ordinal);

    public List<string> Logged { get; } = [];

    public List<string> Replies { get; } = [];

    public void Print(ReadOnlySpan<byte> text)
    {
        var line = Encoding.UTF8.GetString(text);
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
            return;
        var payload = line[(Prefix.Length + 1)..];
        if (line[Prefix.Length] == 'f')
        {
            Assert.True(Written.Remove(payload, out var file), $"{payload} was announced and not written");
            payload = Encoding.UTF8.GetString(file);
        }

        Lines.Add(JsonNode.Parse(payload)!.AsObject());
    }

    public void Log(string scriptLocation, string text) => Logged.Add(text);

    public void WriteFile(string name, ReadOnlySpan<byte> data, bool append) => Written[name] = data.ToArray();

    public void RemovePath(string path) => Written.Remove(path);

    public void RconPrint(ReadOnlySpan<byte> text) => Replies.Add(Encoding.UTF8.GetString(text));

    public void ConsoleLine(string action, string text)
    {
    }

    public void RequestSave(string? name)
    {
    }
}

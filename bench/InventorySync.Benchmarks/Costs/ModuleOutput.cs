using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.World;

namespace InventorySync.Benchmarks.Costs;

/// <summary>What the module says, as a host hears it.</summary>
internal sealed class ModuleOutput : IGameOutput
{
    private const string Prefix = "\f$ipc:inventory_sync?";

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _lines = [];

    public List<string> Replies { get; } = [];

    /// <summary>Takes the first line of a type; null when there is none. What came before it is forgotten.</summary>
    public JsonObject? Take(string type)
    {
        var index = _lines.FindIndex(line => line["type"]!.GetValue<string>() == type);
        if (index < 0)
            return null;
        var line = _lines[index];
        _lines.RemoveRange(0, index + 1);
        return line;
    }

    public void Print(ReadOnlySpan<byte> text)
    {
        var line = Encoding.UTF8.GetString(text);
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
            return;
        var payload = line[(Prefix.Length + 1)..];
        if (line[Prefix.Length] == 'f' && _files.Remove(payload, out var file))
            payload = Encoding.UTF8.GetString(file);
        _lines.Add(JsonNode.Parse(payload)!.AsObject());
    }

    public void Log(string scriptLocation, string text)
    {
    }

    public void WriteFile(string name, ReadOnlySpan<byte> data, bool append) => _files[name] = data.ToArray();

    public void RemovePath(string path) => _files.Remove(path);

    public void RconPrint(ReadOnlySpan<byte> text) => Replies.Add(Encoding.UTF8.GetString(text));

    public void ConsoleLine(string action, string text)
    {
    }

    public void RequestSave(string? name)
    {
    }
}

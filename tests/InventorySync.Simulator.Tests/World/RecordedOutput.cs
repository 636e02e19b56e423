using System.Text;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.World;

/// <summary>Keeps what a game prints.</summary>
public sealed class RecordedOutput : IGameOutput
{
    public List<string> Printed { get; } = [];

    public List<(string Location, string Text)> Logged { get; } = [];

    public Dictionary<string, byte[]> Files { get; } = [];

    public List<string> Replies { get; } = [];

    public List<(string Action, string Text)> Console { get; } = [];

    public List<string?> Saves { get; } = [];

    public void Print(ReadOnlySpan<byte> text) => Printed.Add(Encoding.UTF8.GetString(text));

    public void Log(string scriptLocation, string text) => Logged.Add((scriptLocation, text));

    public void WriteFile(string name, ReadOnlySpan<byte> data, bool append) =>
        Files[name] = append && Files.TryGetValue(name, out var before) ? [.. before, .. data] : data.ToArray();

    public void RemovePath(string path) => Files.Remove(path);

    public void RconPrint(ReadOnlySpan<byte> text) => Replies.Add(Encoding.UTF8.GetString(text));

    public void ConsoleLine(string action, string text) => Console.Add((action, text));

    public void RequestSave(string? name) => Saves.Add(name);
}

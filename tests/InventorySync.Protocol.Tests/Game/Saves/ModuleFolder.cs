using System.Text;
using InventorySync.Protocol.Game.Saves;

namespace InventorySync.Protocol.Tests.Game.Saves;

/// <summary>Composes modules for tests.</summary>
internal static class ModuleFolder
{
    public static SaveModule Of(params (string Path, string Content)[] files) =>
        SaveModule.FromFiles(files.ToDictionary(file => file.Path, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Content), StringComparer.Ordinal));

    public static SaveModule Named(string name, string version = "1.0.0", params (string Name, string Range)[] needs) => new()
    {
        Name = name,
        Version = version,
        Dependencies = [.. needs.Select(need => KeyValuePair.Create(need.Name, need.Range))],
        Files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["module.json"] = "{}"u8.ToArray() },
    };
}

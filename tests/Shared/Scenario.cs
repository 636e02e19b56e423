using System.Text;
using System.Text.Json;

namespace InventorySync.Tests.Shared;

/// <summary>The files of a patched save: the module and a control.lua that loads it (save-patching-and-ipc.md §2.4).</summary>
internal static class Scenario
{
    /// <summary>Files by path below the root of the save.</summary>
    /// <param name="module">The folder of the module.</param>
    /// <param name="patchNumber">Grows with every server start.</param>
    /// <param name="scenario">Code of the scenario itself, a library of the event handler; may be empty.</param>
    public static Dictionary<string, byte[]> Files(string module, int patchNumber, string scenario = "return {}")
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(module, path).Replace('\\', '/');
            var name = relative.StartsWith("locale/", StringComparison.Ordinal)
                ? $"{Path.GetDirectoryName(relative)!.Replace('\\', '/')}/inventory_sync-{Path.GetFileName(relative)}"
                : $"modules/inventory_sync/{relative}";
            files[name] = File.ReadAllBytes(path);
        }

        using var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(module, "module.json")));
        var control = new StringBuilder()
            .Append("clusterio_patch_number = ").Append(patchNumber).Append('\n')
            .Append("local event_handler = require(\"event_handler\")\n")
            .Append("event_handler.add_lib(require(\"scenario\"))\n");
        foreach (var file in description.RootElement.GetProperty("load").EnumerateArray())
            control.Append("event_handler.add_lib(require(\"modules/inventory_sync/").Append(file.GetString()).Append("\"))\n");
        files["control.lua"] = Encoding.UTF8.GetBytes(control.ToString());
        files["scenario.lua"] = Encoding.UTF8.GetBytes(scenario);
        return files;
    }

    /// <summary>The files of a save that nobody has patched.</summary>
    public static Dictionary<string, byte[]> FilesWithoutModule(string scenario = "return {}") => new(StringComparer.Ordinal)
    {
        ["control.lua"] = "require(\"event_handler\").add_lib(require(\"scenario\"))\n"u8.ToArray(),
        ["scenario.lua"] = Encoding.UTF8.GetBytes(scenario),
    };
}

using System.Globalization;
using System.Text;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>Writes the <c>control.lua</c> of a patched save (save-patching-and-ipc.md §2.4).</summary>
public static class ScenarioLoader
{
    /// <summary>Gives the file's text: patch number, the scenario, then the modules in order.</summary>
    public static string Generate(PatchRecord record)
    {
        var lua = new StringBuilder()
            .Append("-- Written when the save was patched: loads the scenario and the modules.\n")
            .Append("-- Changes made here are lost when the save is patched again.\n")
            .Append(CultureInfo.InvariantCulture, $"clusterio_patch_number = {record.PatchNumber}\n")
            .Append('\n')
            .Append("local event_handler = require(\"event_handler\")\n")
            .Append('\n')
            .Append(CultureInfo.InvariantCulture, $"-- Scenario {OneLine(record.Scenario.Name)}\n");
        Append(lua, record.Scenario, "");
        lua.Append('\n').Append("-- Modules\n");
        foreach (var module in record.Modules)
            Append(lua, module, $"modules/{module.Name}/");
        return lua.ToString();
    }

    private static void Append(StringBuilder lua, ModuleRecord module, string folder)
    {
        foreach (var file in module.Load)
            lua.Append(CultureInfo.InvariantCulture, $"event_handler.add_lib(require({Quote(folder + WithoutExtension(file))}))\n");
        foreach (var file in module.Require)
            lua.Append(CultureInfo.InvariantCulture, $"require({Quote(folder + WithoutExtension(file))})\n");
    }

    private static string WithoutExtension(string file) => file.EndsWith(".lua", StringComparison.Ordinal) ? file[..^4] : file;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n") + '"';
}

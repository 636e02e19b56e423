using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.Simulator.Tests.Server;

/// <summary>Patches scripts into a save as another manager would (save-patching-and-ipc §2), deflating everything anew.</summary>
public static class PatchedSave
{
    /// <param name="modules">The one file of each module, by the module's name; each returns an event_handler library.</param>
    public static void Patch(string save, params (string Module, string Lua)[] modules)
    {
        var files = new List<(string Path, byte[] Content)>();
        using (var zip = ZipFile.OpenRead(save))
        {
            foreach (var entry in zip.Entries)
            {
                using var stream = entry.Open();
                using var buffer = new MemoryStream();
                stream.CopyTo(buffer);
                files.Add((entry.FullName, buffer.ToArray()));
            }
        }
        var root = files[0].Path[..files[0].Path.IndexOf('/', StringComparison.Ordinal)];
        var record = JsonNode.Parse(files.Single(file => file.Path == $"{root}/clusterio.json").Content)!.AsObject();
        Assert.Equal(1, record["version"]!.GetValue<int>());
        Assert.Equal("freeplay", record["scenario"]!["name"]!.GetValue<string>());
        var patchNumber = record["patch_number"]!.GetValue<int>() + 1;
        record["patch_number"] = patchNumber;

        var control = new StringBuilder()
            .Append("-- Auto generated\n-- Do not edit\n")
            .Append(System.Globalization.CultureInfo.InvariantCulture, $"clusterio_patch_number = {patchNumber}\n\nlocal event_handler = require(\"event_handler\")\n\n-- Scenario modules\n");
        foreach (var required in record["scenario"]!["require"]!.AsArray())
            control.Append(System.Globalization.CultureInfo.InvariantCulture, $"require(\"{required}\")\n");
        control.Append("\n-- Plugin modules\n");
        files.RemoveAll(file => file.Path.StartsWith($"{root}/modules/", StringComparison.Ordinal)
            || file.Path == $"{root}/control.lua" || file.Path == $"{root}/clusterio.json");
        var installed = new JsonArray();
        foreach (var (module, lua) in modules)
        {
            files.Add(($"{root}/modules/{module}/start.lua", Encoding.UTF8.GetBytes(lua)));
            control.Append(System.Globalization.CultureInfo.InvariantCulture, $"event_handler.add_lib(require(\"modules/{module}/start\"))\n");
            installed.Add(new JsonObject
            {
                ["name"] = module,
                ["version"] = "1.0.0",
                ["dependencies"] = new JsonObject(),
                ["require"] = new JsonArray(),
                ["load"] = new JsonArray("start.lua"),
                ["files"] = new JsonArray($"modules/{module}/start.lua"),
            });
        }
        record["modules"] = installed;
        files.Add(($"{root}/control.lua", Encoding.UTF8.GetBytes(control.ToString())));
        files.Add(($"{root}/clusterio.json", Encoding.UTF8.GetBytes(record.ToJsonString())));

        File.Delete(save);
        using var patched = ZipFile.Open(save, ZipArchiveMode.Create);
        foreach (var (path, content) in files)
        {
            using var stream = patched.CreateEntry(path).Open();
            stream.Write(content);
        }
    }
}

using System.IO.Compression;
using System.Text;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>
/// Puts modules into a save, so that this project and Clusterio can take over each other's saves
/// (save-patching-and-ipc.md §1–2). What the patcher does not own is copied unchanged, as the raw bytes of the archive.
/// </summary>
public static class SavePatcher
{
    private const string ScenarioFile = "scenario.lua";

    /// <summary>Patches a save in place: written beside it, flushed to disk, renamed over it.</summary>
    /// <param name="path">The save's zip.</param>
    /// <param name="modules">Modules it shall have; those an earlier patch put in are removed, whoever made it.</param>
    /// <exception cref="SaveRefusedException">Not a save that can be patched; the file is as it was.</exception>
    public static PatchResult Patch(string path, IReadOnlyList<SaveModule> modules)
    {
        var sorted = ModuleOrder.Sort(modules);
        var save = SaveInspection.Read(path);
        if (!save.IsSupported)
        {
            throw new SaveRefusedException(
                $"The save {path} was written by Factorio {save.GameVersion?.ToString() ?? "before 2.0"}; supported are 2.0 and 2.1. Load and save it once with Factorio 2.0 or newer.");
        }

        var temporary = CopyToTemporary(path);
        try
        {
            PatchResult result;
            using (var archive = new ZipArchive(new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite), ZipArchiveMode.Update))
                result = Patch(archive, save, sorted);
            using (var written = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite))
                written.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>In update mode an entry that is not opened keeps its compressed bytes, so only what is written anew is touched.</summary>
    private static PatchResult Patch(ZipArchive archive, SaveInspection save, IReadOnlyList<SaveModule> modules)
    {
        if (save.OriginalScript is { } script)
            Write(archive, save.Root + ScenarioFile, script);
        var missing = RemoveModules(archive, save.Root, save.Record);
        var placed = new List<ModuleRecord>();
        foreach (var module in modules)
        {
            var files = module.PlacedFiles().ToList();
            foreach (var (file, content) in files)
                Write(archive, save.Root + file, content);
            placed.Add(new ModuleRecord
            {
                Name = module.Name,
                Version = module.Version,
                Dependencies = module.Dependencies,
                Require = module.Require,
                Load = module.Load,
                Files = [.. files.Select(file => file.Key)],
            });
        }

        var next = save.Record with { PatchNumber = save.Record.PatchNumber + 1, Modules = placed, RemoveAllModules = false };
        Write(archive, save.Root + SaveInspection.ControlFile, Encoding.UTF8.GetBytes(ScenarioLoader.Generate(next)));
        Write(archive, save.Root + PatchRecordFile.Name, PatchRecordFile.ToJson(next));
        return new PatchResult(next.PatchNumber, save.GameVersion, missing);
    }

    private static List<string> RemoveModules(ZipArchive archive, string root, PatchRecord record)
    {
        var missing = new List<string>();
        if (record.RemoveAllModules)
        {
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.StartsWith(root + "modules/", StringComparison.Ordinal)).ToList())
                entry.Delete();
        }

        foreach (var file in record.Modules.SelectMany(module => module.Files))
        {
            if (archive.GetEntry(root + file) is { } entry)
                entry.Delete();
            else
                missing.Add(file);
        }

        return missing;
    }

    private static void Write(ZipArchive archive, string name, ReadOnlyMemory<byte> content)
    {
        archive.GetEntry(name)?.Delete();
        using var stream = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
        stream.Write(content.Span);
    }

    private static string CopyToTemporary(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = Path.GetFileNameWithoutExtension(path);
        for (var attempt = 1; ; attempt++)
        {
            var temporary = Path.Combine(folder, attempt == 1 ? $"{name}.tmp.zip" : $"{name}-{attempt}.tmp.zip");
            try
            {
                File.Copy(path, temporary, overwrite: false);
                return temporary;
            }
            catch (IOException) when (attempt < 100 && File.Exists(temporary))
            {
                // Left by an interrupted patch or used by another: take the next name.
                continue;
            }
        }
    }
}

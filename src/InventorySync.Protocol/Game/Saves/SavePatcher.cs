using System.Text;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>
/// Puts modules into a save, so that this project and Clusterio can take over each other's saves
/// (save-patching-and-ipc.md §1–2). What the patcher does not own is copied unchanged, as the raw bytes of the archive.
/// </summary>
public static class SavePatcher
{
    private const string ScenarioFile = "scenario.lua";
    private const string ModulesFolder = "modules/";

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

        var next = Prepare(save, sorted, out var added);
        using (var source = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            var temporary = CreateBeside(path);
            try
            {
                using (temporary)
                {
                    ZipRewriter.Rewrite(source, temporary, name => !IsRemoved(save, name), added);
                    temporary.Flush(flushToDisk: true);
                }

                File.Move(temporary.Name, path, overwrite: true);
            }
            catch (InvalidDataException exception)
            {
                throw new SaveRefusedException($"The save {path} cannot be copied: {exception.Message}", exception);
            }
            finally
            {
                File.Delete(temporary.Name);
            }
        }

        return new PatchResult(next.PatchNumber, save.GameVersion, MissingFiles(save));
    }

    private static PatchRecord Prepare(SaveInspection save, IReadOnlyList<SaveModule> modules, out Dictionary<string, ReadOnlyMemory<byte>> added)
    {
        added = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (save.OriginalScript is { } script)
            added[save.Root + ScenarioFile] = script;
        var placed = new List<ModuleRecord>();
        foreach (var module in modules)
        {
            var files = module.PlacedFiles().ToList();
            foreach (var (file, content) in files)
                added[save.Root + file] = content;
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
        added[save.Root + SaveInspection.ControlFile] = Encoding.UTF8.GetBytes(ScenarioLoader.Generate(next));
        added[save.Root + PatchRecordFile.Name] = PatchRecordFile.ToJson(next);
        return next;
    }

    /// <summary>Files of the modules of the last patch, whoever made it.</summary>
    private static bool IsRemoved(SaveInspection save, string name)
    {
        if (!name.StartsWith(save.Root, StringComparison.Ordinal))
            return false;
        var file = name[save.Root.Length..];
        return (save.Record.RemoveAllModules && file.StartsWith(ModulesFolder, StringComparison.Ordinal))
            || save.Record.Modules.Any(module => module.Files.Contains(file, StringComparer.Ordinal));
    }

    private static List<string> MissingFiles(SaveInspection save) =>
        [.. save.Record.Modules.SelectMany(module => module.Files).Where(file => !save.Names.Contains(save.Root + file))];

    private static FileStream CreateBeside(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = Path.GetFileNameWithoutExtension(path);
        for (var attempt = 1; ; attempt++)
        {
            var temporary = Path.Combine(folder, attempt == 1 ? $"{name}.tmp.zip" : $"{name}-{attempt}.tmp.zip");
            try
            {
                return new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite);
            }
            catch (IOException) when (attempt < 100 && File.Exists(temporary))
            {
                // Left by an interrupted patch or used by another: take the next name.
                continue;
            }
        }
    }
}

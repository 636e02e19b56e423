using System.IO.Compression;
using System.Text;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>
/// Puts modules into a save, so that this project and Clusterio can take over each other's saves
/// (save-patching-and-ipc.md §1–2). What the patcher does not own keeps its content unchanged.
/// </summary>
public static class SavePatcher
{
    private const string ScenarioFile = "scenario.lua";

    // The game gives no times; the same save patched twice the same way is the same file.
    private static readonly DateTimeOffset ZipEpoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

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

        var temporary = CreateTemporary(path);
        try
        {
            PatchResult result;
            using (var source = ZipFile.OpenRead(path))
            using (var file = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite))
            {
                using (var target = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                    result = Patch(source, target, save, sorted);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static PatchResult Patch(ZipArchive source, ZipArchive target, SaveInspection save, IReadOnlyList<SaveModule> modules)
    {
        var written = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (save.OriginalScript is { } script)
            written[save.Root + ScenarioFile] = script;
        var placed = new List<ModuleRecord>();
        foreach (var module in modules)
        {
            var files = module.PlacedFiles().ToList();
            foreach (var (file, content) in files)
                written[save.Root + file] = content;
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
        written[save.Root + SaveInspection.ControlFile] = Encoding.UTF8.GetBytes(ScenarioLoader.Generate(next));
        written[save.Root + PatchRecordFile.Name] = PatchRecordFile.ToJson(next);

        var removed = save.Record.Modules.SelectMany(module => module.Files).Select(file => save.Root + file).ToHashSet(StringComparer.Ordinal);
        var missing = removed.Where(file => source.GetEntry(file) is null).Select(file => file[save.Root.Length..]).ToList();
        foreach (var entry in source.Entries)
        {
            var isRemoved = removed.Contains(entry.FullName)
                || (save.Record.RemoveAllModules && entry.FullName.StartsWith(save.Root + "modules/", StringComparison.Ordinal));
            if (!isRemoved && !written.ContainsKey(entry.FullName))
                Copy(entry, target);
        }

        foreach (var (name, content) in written)
        {
            using var stream = Create(target, name, CompressionLevel.Optimal).Open();
            stream.Write(content.Span);
        }

        return new PatchResult(next.PatchNumber, save.GameVersion, missing);
    }

    /// <summary>
    /// Packs an entry anew: the library has no way to hand compressed bytes over, and updating an archive in place damages entries whose
    /// sizes stand behind them, as the game writes them. What was stored, the map, stays stored.
    /// </summary>
    private static void Copy(ZipArchiveEntry entry, ZipArchive target)
    {
        var isStored = entry.CompressedLength == entry.Length;
        using var from = entry.Open();
        using var to = Create(target, entry.FullName, isStored ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
        from.CopyTo(to);
    }

    private static ZipArchiveEntry Create(ZipArchive target, string name, CompressionLevel compression)
    {
        var entry = target.CreateEntry(name, compression);
        entry.LastWriteTime = ZipEpoch;
        return entry;
    }

    private static string CreateTemporary(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = Path.GetFileNameWithoutExtension(path);
        for (var attempt = 1; ; attempt++)
        {
            var temporary = Path.Combine(folder, attempt == 1 ? $"{name}.tmp.zip" : $"{name}-{attempt}.tmp.zip");
            try
            {
                new FileStream(temporary, FileMode.CreateNew).Dispose();
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

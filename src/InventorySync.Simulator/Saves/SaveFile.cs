using System.IO.Compression;

namespace InventorySync.Simulator.Saves;

/// <summary>Reads and writes save files: zips with one root folder (save-patching-and-ipc §1).</summary>
public static class SaveFile
{
    // The longest single file taken from a save; a zip bomb ends here.
    private const long MostEntryBytes = 512L * 1024 * 1024;

    /// <exception cref="SaveFileException">Missing, no zip, not a save, or not one that this simulator made.</exception>
    public static SavedMap Read(string path)
    {
        if (!File.Exists(path))
            throw new SaveFileException($"Could not find save file {path}.");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return Read(zip);
        }
        catch (SaveFileException exception)
        {
            throw new SaveFileException($"Cannot load {path}: {exception.Message}", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new SaveFileException($"Cannot load {path}: it is no zip archive or a damaged one. {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SaveFileException($"Cannot load {path}: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Writes the save beside <paramref name="path"/> and renames it into place when it is complete and on the disk, so
    /// that whoever is told that it was saved finds it whole, and whoever finds a save finds a whole one.
    /// </summary>
    /// <exception cref="SaveFileException">The place is not writable or full. An older save stays.</exception>
    public static void Write(string path, SavedMap map)
    {
        var unfinished = Path.ChangeExtension(path, ".tmp.zip");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite))
            {
                Write(stream, map);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SaveFileException($"Cannot save {path}: {exception.Message}", exception);
        }
    }

    private static void Write(Stream stream, SavedMap map)
    {
        using var zip = new GameZipWriter(stream);
        foreach (var (file, content) in map.Files)
            Add(file, content);
        Add(LevelFiles.Init, LevelFiles.InitOf(map.CreatedVersion, map.Version));
        Add(LevelFiles.Script, LevelFiles.ScriptOf(map.Version, map.Script));
        var piece = 0;
        foreach (var content in LevelFiles.Pieces(map.Level))
            Add($"level.dat{piece++}", content, deflate: false);
        Add(LevelFiles.Metadata, LevelFiles.MetadataOf(map.Level));
        zip.Finish();

        void Add(string file, byte[] content, bool deflate = true) => zip.Add($"{map.RootFolder}/{file}", content, deflate);
    }

    private static SavedMap Read(ZipArchive zip)
    {
        var root = RootOf(zip);
        var files = new List<KeyValuePair<string, byte[]>>();
        var pieces = new SortedDictionary<int, byte[]>();
        byte[]? init = null;
        byte[]? script = null;
        foreach (var entry in zip.Entries)
        {
            // Patchers may add entries for directories, which hold nothing.
            if (!entry.FullName.StartsWith(root + "/", StringComparison.Ordinal) || entry.FullName.EndsWith('/'))
                continue;
            var path = entry.FullName[(root.Length + 1)..];
            var content = ReadEntry(entry);
            if (LevelFiles.PieceOf(path) is { } piece)
                pieces[piece] = content;
            else if (path == LevelFiles.Init)
                init = content;
            else if (path == LevelFiles.Script)
                script = content;
            else if (!LevelFiles.IsOwned(path))
                files.Add(new(path, content));
        }
        if (pieces.Count == 0)
            throw new SaveFileException($"there is no {root}/level.dat0 in it.");
        if (script is null)
            throw new SaveFileException($"there is no {root}/{LevelFiles.Script} in it.");
        if (init is null || init.Length < GameVersion.Bytes)
            throw new SaveFileException($"there is no {root}/{LevelFiles.Init} in it, or it is cut off.");
        if (!files.Exists(file => file.Key == "control.lua"))
            throw new SaveFileException($"there is no {root}/control.lua in it.");

        var (version, storage) = ReadOwn(LevelFiles.Script, () => LevelFiles.ReadScript(script));
        return new SavedMap
        {
            RootFolder = root,
            Version = version,
            CreatedVersion = GameVersion.Read(init),
            Level = ReadOwn("level.dat0", () => LevelFiles.Join(pieces.Values)),
            Script = storage,
            Files = files,
        };
    }

    private static string RootOf(ZipArchive zip)
    {
        if (zip.Entries.Count == 0)
            throw new SaveFileException("the zip is empty.");
        var first = zip.Entries[0].FullName;
        var slash = first.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0)
            throw new SaveFileException($"the zip contains '{first}' outside of a folder.");
        return first[..slash];
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry)
    {
        if (entry.Length > MostEntryBytes)
            throw new SaveFileException($"'{entry.FullName}' has more than {MostEntryBytes} bytes.");
        using var stream = entry.Open();
        var content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static T ReadOwn<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException exception)
        {
            throw new SaveFileException($"{file} cannot be read: {exception.Message}", exception);
        }
    }
}

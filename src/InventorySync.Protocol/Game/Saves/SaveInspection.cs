using System.IO.Compression;
using System.Security.Cryptography;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>What a save says about itself, read without changing it (save-patching-and-ipc.md §1).</summary>
public sealed record SaveInspection
{
    /// <summary>Name of the scenario's entry script below the root.</summary>
    public const string ControlFile = "control.lua";

    private const int OldestSupportedMajor = 2;
    private const int MaxTextBytes = 16 * 1024 * 1024;

    /// <summary>The save's one folder, with its slash.</summary>
    public required string Root { get; init; }

    /// <summary>Version of the game that wrote it, where that could be read.</summary>
    public required GameVersion? GameVersion { get; init; }

    /// <summary>Names of all entries.</summary>
    public required IReadOnlySet<string> Names { get; init; }

    /// <summary>The record of the last patch; of a save never patched one with patch number 0.</summary>
    public required PatchRecord Record { get; init; }

    /// <summary>The scenario's own <c>control.lua</c>, if the save was never patched.</summary>
    public ReadOnlyMemory<byte>? OriginalScript { get; init; }

    /// <summary>False for a save of a game before 2.0.</summary>
    public bool IsSupported => GameVersion is { } version
        ? version.Major >= OldestSupportedMajor
        : Record.Scenario.Version != KnownScenarios.FreeplayBefore2;

    /// <summary>Reads a save.</summary>
    /// <exception cref="SaveRefusedException">No zip, no save, an unknown scenario, or a record of a newer version. The message names the file.</exception>
    public static SaveInspection Read(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var root = FindRoot(archive);
            var version = ReadGameVersion(archive, root);
            var names = archive.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
            if (archive.GetEntry(root + PatchRecordFile.Name) is { } file)
                return new SaveInspection { Root = root, Names = names, GameVersion = version, Record = PatchRecordFile.Parse(ReadContent(file)) };

            var control = archive.GetEntry(root + ControlFile)
                ?? throw new SaveRefusedException($"Unable to patch save, missing {ControlFile} file.");
            var script = ReadContent(control);
            var record = new PatchRecord { PatchNumber = 0, Scenario = Recognise(script), Modules = [] };
            return new SaveInspection { Root = root, Names = names, GameVersion = version, Record = record, OriginalScript = script };
        }
        catch (SaveRefusedException exception)
        {
            throw new SaveRefusedException($"The save {path} cannot be used. {exception.Message}", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new SaveRefusedException($"The save {path} is no zip file, or a damaged one ({exception.Message.TrimEnd('.')}). Put a backup or an autosave in its place.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SaveRefusedException($"The save {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The root folder is that of the first entry, as in the game.</summary>
    private static string FindRoot(ZipArchive archive)
    {
        if (archive.Entries.Count == 0)
            throw new SaveRefusedException("Empty zip file: it holds no save. Put a backup or an autosave in its place.");
        var first = archive.Entries[0].FullName;
        var slash = first.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? first[..(slash + 1)] : throw new SaveRefusedException($"Zip contains file '{first}' in root dir; a save has one folder there.");
    }

    private static ModuleRecord Recognise(byte[] script)
    {
#pragma warning disable CA5350 // The known scripts are listed by this hash; it protects nothing.
        var sha1 = Convert.ToHexStringLower(SHA1.HashData(script));
#pragma warning restore CA5350
        return KnownScenarios.Find(sha1)
            ?? throw new SaveRefusedException($"Unable to patch save, unknown scenario ({sha1}) in its {ControlFile}. Supported: {KnownScenarios.Supported}.");
    }

    /// <summary>The script's data says who saved last; the initial state only who made the map.</summary>
    private static GameVersion? ReadGameVersion(ZipArchive archive, string root)
    {
        if ((archive.GetEntry(root + "script.dat") ?? archive.GetEntry(root + "level-init.dat")) is not { } file)
            return null;
        var header = new byte[8];
        using var stream = file.Open();
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return GameVersion.FromHeader(header.AsSpan(0, read));
    }

    private static byte[] ReadContent(ZipArchiveEntry file)
    {
        if (file.Length > MaxTextBytes)
            throw new SaveRefusedException($"Its {file.Name} has {file.Length} bytes, more than a script or record can have.");
        // The stream gives at most the length in the directory, whatever the compressed data would expand to.
        var content = new byte[file.Length];
        using var stream = file.Open();
        var read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return read == content.Length ? content : throw new SaveRefusedException($"Its {file.Name} is cut off.");
    }
}

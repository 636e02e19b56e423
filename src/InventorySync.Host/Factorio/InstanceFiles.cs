using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InventorySync.Host.Configuration;

namespace InventorySync.Host.Factorio;

/// <summary>The directory of an instance, which is its server's write directory (factorio-server.md §1).</summary>
internal sealed partial class InstanceFiles(InstanceOptions instance, string instancesDirectory)
{
    private const string DefaultSave = "world.zip";
    private const string UnfinishedSuffix = ".tmp.zip";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string Directory { get; } = Path.Combine(instancesDirectory, instance.Name);

    public string Saves => Path.Combine(Directory, "saves");

    public string ScriptOutput => Path.Combine(Directory, "script-output");

    public string Config => Path.Combine(Directory, "config.ini");

    public string PidFile => Path.Combine(Directory, "invsync-server.json");

    /// <summary>Makes the directories and writes the files that a launch needs.</summary>
    public void Write(FactorioInstallation installation)
    {
        System.IO.Directory.CreateDirectory(Saves);
        System.IO.Directory.CreateDirectory(ScriptOutput);
        // Two lines, as Clusterio writes them; the game fills in the rest (factorio-server.md §1).
        File.WriteAllText(Config, $"[path]\nread-data={installation.Data}\nwrite-data={Directory}\n");
        var settings = installation.ReadSettingsExample();
        settings["name"] = instance.Name;
        // An empty server must be able to retry by itself (module-protocol.md, poll is the fallback).
        settings["auto_pause"] = false;
        // The example announces the game to the public, for which it lacks an account.
        settings["visibility"] = new JsonObject { ["public"] = false, ["lan"] = true };
        foreach (var (name, value) in instance.Settings)
            settings[name] = value?.DeepClone();
        File.WriteAllText(Path.Combine(Directory, "server-settings.json"), settings.ToJsonString(Indented), new UTF8Encoding(false));
    }

    /// <summary>True when the server stops its clock while nobody is on it.</summary>
    public bool AutoPause => instance.Settings.TryGetPropertyValue("auto_pause", out var value) && value is JsonValue flag && flag.TryGetValue<bool>(out var on) && on;

    /// <summary>Chooses the save to start from.</summary>
    /// <param name="asked">A name that somebody asked for; null for the configured one.</param>
    /// <returns>The path, and whether the save exists.</returns>
    /// <exception cref="InstanceException">A save was asked for that is not there.</exception>
    public (string Path, bool Exists) ChooseSave(string? asked)
    {
        if (asked is not null)
        {
            var path = SavePath(asked);
            return File.Exists(path) ? (path, true) : throw new InstanceException($"Instance {instance.Name} has no save {asked}. Its saves are in {Saves}.");
        }

        if (instance.Save is { } configured)
            return (SavePath(configured), File.Exists(SavePath(configured)));

        var newest = ListSaves().MaxBy(save => save.LastWriteTimeUtc);
        if (newest is null)
            return (Path.Combine(Saves, DefaultSave), false);
        if (!Autosave().IsMatch(newest.Name))
            return (newest.FullName, true);

        // The server saves under the name it was loaded from, and its autosaves rotate over these names: give this one its own.
        var copy = Path.Combine(Saves, $"{newest.LastWriteTimeUtc:yyyy-MM-dd HHmmss} {newest.Name}");
        File.Copy(newest.FullName, copy, overwrite: true);
        return (copy, true);
    }

    /// <summary>All complete saves.</summary>
    public IReadOnlyList<FileInfo> ListSaves()
    {
        var directory = new DirectoryInfo(Saves);
        return directory.Exists
            ? [.. directory.EnumerateFiles("*.zip").Where(file => !file.Name.EndsWith(UnfinishedSuffix, StringComparison.OrdinalIgnoreCase))]
            : [];
    }

    /// <summary>Path of the save of this name, with or without <c>.zip</c>.</summary>
    /// <exception cref="InstanceException">The name leads out of the saves folder.</exception>
    public string SavePath(string name)
    {
        if (name.Length == 0 || name.IndexOfAny(['/', '\\', '\0']) >= 0 || name.StartsWith('.'))
            throw new InstanceException($"\"{name}\" cannot name a save: give a plain file name.");
        return Path.Combine(Saves, name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? name : name + ".zip");
    }

    [GeneratedRegex(@"^_autosave\d+\.zip$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Autosave();
}

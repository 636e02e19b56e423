using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Protocol.Game.Saves;

namespace InventorySync.Host.Factorio;

/// <summary>A Factorio installation on disk (factorio-server.md §1).</summary>
public sealed record FactorioInstallation
{
    /// <summary>Root of the installation.</summary>
    public required string Directory { get; init; }

    /// <summary>Version, from the changelog.</summary>
    public required GameVersion Version { get; init; }

    /// <summary>The game's executable.</summary>
    public required string Executable { get; init; }

    /// <summary>The <c>data</c> folder.</summary>
    public string Data => Path.Combine(Directory, "data");

    /// <summary>Finds what keeps a directory from being a usable installation; each message names the mend.</summary>
    public static IReadOnlyList<string> FindMistakes(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
            return [$"{directory} does not exist. Give the root of a Factorio installation, the folder that holds bin/ and data/."];
        var mistakes = new List<string>();
        if (FindExecutable(directory) is null)
            mistakes.Add($"{directory} has no bin/x64/factorio, so it is no Factorio installation. Give the folder that holds bin/ and data/.");
        if (ReadVersion(directory) is not { } version)
            mistakes.Add($"{Path.Combine(directory, "data", "changelog.txt")} is missing or names no version, so the installation's version is not known. Unpack Factorio again.");
        else if (version.Major < 2)
            mistakes.Add($"{directory} holds Factorio {version}; supported are 2.0 and 2.1.");
        if (!File.Exists(SettingsExample(directory)))
            mistakes.Add($"{SettingsExample(directory)} is missing. Unpack Factorio again.");
        return mistakes;
    }

    /// <summary>Reads an installation.</summary>
    /// <exception cref="InstanceException">It is none, or too old; names what is wrong.</exception>
    public static FactorioInstallation Read(string directory)
    {
        if (FindMistakes(directory) is [_, ..] mistakes)
            throw new InstanceException(string.Join(' ', mistakes));
        return new FactorioInstallation { Directory = directory, Version = ReadVersion(directory)!, Executable = FindExecutable(directory)! };
    }

    /// <summary>The settings of Factorio's example, as the base of an instance's own.</summary>
    /// <exception cref="InstanceException">The example is not JSON.</exception>
    public JsonObject ReadSettingsExample()
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(SettingsExample(Directory))) as JsonObject
                ?? throw new InstanceException($"{SettingsExample(Directory)} holds no object. Unpack Factorio again.");
        }
        catch (JsonException exception)
        {
            throw new InstanceException($"{SettingsExample(Directory)} is not JSON. Unpack Factorio again.", exception);
        }
    }

    private static string SettingsExample(string directory) => Path.Combine(directory, "data", "server-settings.example.json");

    private static string? FindExecutable(string directory) =>
        ((string[])[Path.Combine("bin", "x64", "factorio"), Path.Combine("bin", "x64", "factorio.exe"), Path.Combine("MacOS", "factorio")])
            .Select(path => Path.Combine(directory, path)).FirstOrDefault(File.Exists);

    /// <summary>The first line of the changelog whose text before the first colon is <c>version</c>.</summary>
    private static GameVersion? ReadVersion(string directory)
    {
        var path = Path.Combine(directory, "data", "changelog.txt");
        if (!File.Exists(path))
            return null;
        foreach (var line in File.ReadLines(path).Take(1000))
        {
            if (line.Split(':', 2) is [var name, var version] && name.Trim().Equals("version", StringComparison.OrdinalIgnoreCase))
                return GameVersion.TryParse(version.Trim());
        }

        return null;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Saves;
using InventorySync.Simulator.Scenario;

namespace InventorySync.Simulator.Server;

/// <summary>The files a server starts from: settings, and the save or scenario.</summary>
internal static class StartFiles
{
    public static ServerSettings ReadSettings(CommandLine commandLine, ServerPaths paths)
    {
        var path = commandLine.ServerSettings ?? Path.Combine(paths.WriteData, "server-settings.json");
        if (File.Exists(path))
            return ServerSettings.Parse(path, File.ReadAllText(path));
        return commandLine.ServerSettings is null ? new ServerSettings()
            : throw new ServerStartException($"There is no server settings file {path}.");
    }

    public static SimulatorSettings ReadSimulatorSettings(ServerPaths paths)
    {
        foreach (var folder in (string[])[paths.WriteData, paths.InstallRoot])
        {
            var path = Path.Combine(folder, "simulator.json");
            if (File.Exists(path))
                return SimulatorSettings.Parse(path, File.ReadAllText(path));
        }
        return new SimulatorSettings();
    }

    /// <summary>The path of a save named with or without .zip, relative to the working directory or in saves/.</summary>
    public static string SavePath(string name, ServerPaths paths, bool mustExist)
    {
        var file = name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? name : name + ".zip";
        var path = Path.GetFullPath(file);
        if (mustExist && !File.Exists(path) && !file.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(paths.Saves, file)))
            return Path.Combine(paths.Saves, file);
        return path;
    }

    /// <exception cref="ServerStartException">There is no such scenario.</exception>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> ReadScenario(string name, ServerPaths paths)
    {
        var plain = name.Split('/') is ["base", var bare] ? bare : name;
        if (plain.Length == 0 || plain.Contains('/', StringComparison.Ordinal) || plain is "." or "..")
            throw new ServerStartException($"There is no scenario '{name}'.");
        foreach (var folder in (string[])[Path.Combine(paths.WriteData, "scenarios", plain), Path.Combine(paths.ReadData, "base/scenarios", plain)])
        {
            if (Directory.Exists(folder))
                return Read(folder);
        }
        return plain == "freeplay" ? ScenarioFolder.Freeplay()
            : throw new ServerStartException($"There is no scenario '{name}'; looked in {paths.WriteData}/scenarios and {paths.ReadData}/base/scenarios.");
    }

    private static IReadOnlyList<KeyValuePair<string, byte[]>> Read(string folder)
    {
        try
        {
            return ScenarioFolder.Read(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"Cannot read the scenario: {exception.Message}", exception);
        }
    }

    /// <summary>The seed of a new map: of the command line, else of the map-gen-settings, else one by chance.</summary>
    public static uint Seed(CommandLine commandLine)
    {
        if (commandLine.MapGenSeed is { } seed)
            return seed;
        if (commandLine.MapGenSettings is not { } path)
            return (uint)Random.Shared.Next();
        try
        {
            return JsonNode.Parse(File.ReadAllText(path))?["seed"]?.GetValue<uint>() ?? (uint)Random.Shared.Next();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"Cannot read the map-gen-settings {path}: {exception.Message}", exception);
        }
    }

    public static MapSource FindMap(ServerRun run)
    {
        if (run.CommandLine.Task == ServerTask.HostScenario)
            return new MapSource(null, "scenario", null, ReadScenario(run.CommandLine.Target, run.Paths));
        var path = run.CommandLine.Task == ServerTask.HostLatestSave
            ? LatestSave(run.Paths)
            : SavePath(run.CommandLine.Target, run.Paths, mustExist: true);
        var saved = SaveFile.Read(path);
        if (saved.Version > GameVersion.Parse(run.Version))
            throw new ServerStartException($"Cannot load {path}: it was saved by Factorio {saved.Version}, which is newer than this server's {run.Version}.");
        return new MapSource(path, saved.RootFolder, saved, saved.Files);
    }

    private static string LatestSave(ServerPaths paths)
    {
        var latest = Directory.Exists(paths.Saves)
            ? new DirectoryInfo(paths.Saves).EnumerateFiles("*.zip")
                .Where(file => !file.Name.EndsWith(".tmp.zip", StringComparison.Ordinal))
                .MaxBy(file => file.LastWriteTimeUtc)
            : null;
        return latest?.FullName ?? throw new ServerStartException($"There is no save in {paths.Saves}.");
    }
}

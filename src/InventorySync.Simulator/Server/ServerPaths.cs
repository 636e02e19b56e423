using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Installation;

namespace InventorySync.Simulator.Server;

/// <summary>Where the server finds and leaves its files (factorio-server §1).</summary>
public sealed record ServerPaths
{
    /// <summary>The launcher that a manager ran, or the simulator itself.</summary>
    public required string Executable { get; init; }

    public required string Config { get; init; }
    public required string ReadData { get; init; }
    public required string WriteData { get; init; }

    public string Saves => Path.Combine(WriteData, "saves");
    public string ScriptOutput => Path.Combine(WriteData, "script-output");
    public string InstallRoot => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Executable)!, "../.."));

    /// <param name="launcher">From FACTORIO_SIMULATOR_EXECUTABLE, which the installed launcher sets; null without one.</param>
    /// <exception cref="ServerStartException">The configuration cannot be read.</exception>
    public static ServerPaths Find(string? launcher, string? config)
    {
        var executable = launcher ?? Path.Combine(AppContext.BaseDirectory, "bin/x64/factorio");
        var binaries = Path.GetDirectoryName(Path.GetFullPath(executable))!;
        var root = Path.GetFullPath(Path.Combine(binaries, "../.."));
        var configPath = Path.GetFullPath(config ?? DefaultConfig(root, binaries));
        IReadOnlyDictionary<string, string> values = new Dictionary<string, string>();
        if (File.Exists(configPath))
            values = ReadIni(configPath);
        else if (config is not null)
            throw new ServerStartException($"There is no configuration file {configPath}.");

        return new ServerPaths
        {
            Executable = Path.GetFullPath(executable),
            Config = configPath,
            ReadData = Resolve(values.GetValueOrDefault("path.read-data"), Path.Combine(root, "data"), binaries),
            WriteData = Resolve(values.GetValueOrDefault("path.write-data"), root, binaries),
        };
    }

    /// <summary>The version this installation plays.</summary>
    /// <exception cref="ServerStartException">It is damaged, or not one the simulator can play.</exception>
    public string ReadVersion()
    {
        var file = Path.Combine(ReadData, "base/info.json");
        if (!File.Exists(file))
            return FactorioInstallation.DefaultVersion;
        try
        {
            var version = JsonNode.Parse(File.ReadAllText(file))?["version"]?.GetValue<string>();
            return version is not null && FactorioInstallation.Versions.Contains(version) ? version
                : throw new ServerStartException($"The simulator cannot play the version that {file} names. It can play {string.Join(" and ", FactorioInstallation.Versions)}.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"Cannot read the version from {file}: {exception.Message}", exception);
        }
    }

    private static string DefaultConfig(string root, string binaries)
    {
        var pointer = Path.Combine(root, "config-path.cfg");
        var folder = File.Exists(pointer) ? ReadIni(pointer).GetValueOrDefault("config-path") : null;
        return Path.Combine(Resolve(folder, Path.Combine(root, "config"), binaries), "config.ini");
    }

    private static IReadOnlyDictionary<string, string> ReadIni(string path)
    {
        try
        {
            return IniFile.Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"Cannot read the configuration file {path}: {exception.Message}", exception);
        }
    }

    private static string Resolve(string? value, string fallback, string binaries)
    {
        if (string.IsNullOrEmpty(value))
            return fallback;
        var systemWriteData = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".factorio");
        return Path.GetFullPath(value
            .Replace("__PATH__executable__", binaries, StringComparison.Ordinal)
            .Replace("__PATH__system-write-data__", systemWriteData, StringComparison.Ordinal));
    }
}

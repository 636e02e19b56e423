using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Scenario;

namespace InventorySync.Simulator.Installation;

/// <summary>
/// A directory which any server manager can use as its Factorio installation (factorio-server §1). What runs from it is
/// the simulator; every text in it is the simulator's own.
/// </summary>
public static class FactorioInstallation
{
    public const string DefaultVersion = "2.0.77";

    /// <summary>The versions of the game that the simulator can play.</summary>
    public static IReadOnlyList<string> Versions { get; } = [DefaultVersion, "2.1.9"];

    private const string ResourcePrefix = "Installation/";

    private const UnixFileMode ExecutableMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Where the simulator is that belongs to this program.</summary>
    public static string SimulatorBesideThisProgram => Path.Combine(AppContext.BaseDirectory, "InventorySync.Simulator.dll");

    /// <summary>Writes the installation; one that is there already is brought up to date.</summary>
    /// <param name="simulatorExecutablePath">InventorySync.Simulator.dll, or its native executable.</param>
    /// <exception cref="InstallationException">The version is unknown, the simulator is not there, or the directory is not
    /// writable or holds something else.</exception>
    public static void LayOut(string directory, string version, string simulatorExecutablePath)
    {
        if (!Versions.Contains(version))
            throw new InstallationException($"The simulator cannot play Factorio {version}. It can play {string.Join(" and ", Versions)}.");
        var simulator = Path.GetFullPath(simulatorExecutablePath);
        if (!File.Exists(simulator))
            throw new InstallationException($"There is no simulator at {simulator}. Build InventorySync.Simulator first.");
        if (File.Exists(directory))
            throw new InstallationException($"{directory} is a file; a directory is wanted.");
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any() && !IsOurs(directory))
            throw new InstallationException($"{directory} is not empty and no simulator was installed there. Name a new directory.");

        try
        {
            WriteAll(directory, version, simulator);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"Cannot write the installation to {directory}: {exception.Message}", exception);
        }
    }

    private static void WriteAll(string directory, string version, string simulator)
    {
        Write("bin/x64/factorio", Launcher(simulator));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(directory, "bin/x64/factorio"), ExecutableMode);

        // Managers take the version from the first line of this shape.
        Write("data/changelog.txt", $"Version: {version}\nDate: 2026\n  Notes:\n    - InventorySync's simulator, which plays this version's headless server.\n");
        foreach (var mod in ModsOf(version))
        {
            Write($"data/{mod}/info.json", new JsonObject
            {
                ["name"] = mod,
                ["version"] = mod == "core" ? "0.0.0" : version,
                ["title"] = $"Simulated {mod}",
                ["author"] = "InventorySync",
                ["dependencies"] = mod is "core" or "base" ? [] : new JsonArray($"base >= {version}"),
            }.ToJsonString() + "\n");
            Write($"data/{mod}/locale/en/{mod}.cfg", $"[mod-name]\n{mod}=Simulated {mod}\n");
        }
        foreach (var (path, content) in ScenarioFolder.Freeplay())
            WriteBytes($"data/base/scenarios/freeplay/{path}", content);

        var assembly = typeof(FactorioInstallation).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            WriteBytes(name[ResourcePrefix.Length..], content);
        }

        void Write(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

        void WriteBytes(string path, byte[] content)
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    private static IEnumerable<string> ModsOf(string version)
    {
        string[] mods = ["core", "base", "elevated-rails", "quality", "space-age"];
        return version.StartsWith("2.1.", StringComparison.Ordinal) ? mods.Append("recycler") : mods;
    }

    // The launcher is replaced by the simulator, so that the process a manager started, signals and waits for is the
    // server itself.
    private static string Launcher(string simulator)
    {
        var command = simulator.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? $"\"$(command -v dotnet || echo {Quoted(DotnetOfThisProgram())})\" {Quoted(simulator)}"
            : Quoted(simulator);
        return $"""
            #!/bin/sh
            # {LauncherMark}
            FACTORIO_SIMULATOR_EXECUTABLE="$(readlink -f "$0")"
            export FACTORIO_SIMULATOR_EXECUTABLE
            # What a script starts in the background inherits an ignored SIGINT; the game takes it all the same.
            if env --default-signal=INT true 2>/dev/null; then
              exec env --default-signal=INT {command} "$@"
            fi
            exec {command} "$@"

            """;
    }

    // For managers that run without dotnet in their path. The runtime is in shared/Microsoft.NETCore.App/VERSION/.
    private static string DotnetOfThisProgram() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private const string LauncherMark = "Runs InventorySync's simulator in the place of the game.";

    private static bool IsOurs(string directory)
    {
        var launcher = Path.Combine(directory, "bin/x64/factorio");
        return File.Exists(launcher) && File.ReadAllText(launcher).Contains(LauncherMark, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

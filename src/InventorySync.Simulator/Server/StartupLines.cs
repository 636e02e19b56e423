using System.Globalization;

namespace InventorySync.Simulator.Server;

/// <summary>The head of the log, up to where the game is initialised (factorio-server §4.1).</summary>
internal static class StartupLines
{
    public static void Write(ServerOutput output, ServerPaths paths, string version, CommandLine commandLine, TimeProvider time)
    {
        var now = time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        output.Stamped($"{now}; Factorio {version} (build 84539, linux64, headless, space-age)");
        output.Stamped("Operating system: Linux");
        output.Stamped($"Program arguments: \"{paths.Executable}\" {commandLine.Shown}");
        output.Stamped($"Config path: {paths.Config}");
        output.Stamped($"Read data path: {paths.ReadData}");
        output.Stamped($"Write data path: {paths.WriteData} [{FreeSpace(paths.WriteData)}]");
        output.Stamped($"Binaries path: {Path.GetDirectoryName(Path.GetDirectoryName(paths.Executable))}");
    }

    public static void WriteLoading(ServerOutput output, string version)
    {
        output.Info("ModManager.cpp:449", "FeatureFlag quality = true");
        output.Stamped("Loading mod core 0.0.0 (data.lua)");
        output.Stamped($"Loading mod base {version} (data.lua)");
        output.Stamped($"Loading mod base {version} (data-updates.lua)");
        output.Stamped("Checksum for core: 0");
        output.Stamped("Checksum of base: 0");
        output.Stamped("Prototype list checksum: 0");
        output.Info("GlobalContext.cpp:1300", "Resetting config.");
        output.Stamped("Factorio initialised");
        output.Info("ServerSynchronizer.cpp:22", "nextHeartbeatSequenceNumber(0) initialized Synchronizer nextTickClosureTick(0).");
    }

    private static string FreeSpace(string directory)
    {
        const long Mebibyte = 1024 * 1024;
        if (!Directory.Exists(directory))
            return "0/0MB";
        var drive = new DriveInfo(directory);
        return string.Create(CultureInfo.InvariantCulture, $"{drive.AvailableFreeSpace / Mebibyte}/{drive.TotalSize / Mebibyte}MB");
    }
}

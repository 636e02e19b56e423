using System.Diagnostics;
using System.Runtime.InteropServices;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Host.Controller;

/// <summary>What this machine is; the answer to <c>SystemInfoRequest</c> is always complete, since a known controller dies of less (link-protocol.md §18, D1).</summary>
internal static class SystemInfo
{
    public static SystemInfoResponse Read(int hostId, string directory, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var memory = GC.GetGCMemoryInfo();
        var disk = ReadDisk(directory);
        using var process = Process.GetCurrentProcess();
        return new SystemInfoResponse
        {
            Id = hostId,
            Hostname = Environment.MachineName,
            Node = RuntimeInformation.FrameworkDescription,
            Kernel = RuntimeInformation.OSDescription,
            Machine = RuntimeInformation.OSArchitecture.ToString(),
            CpuModel = ReadCpuModel(),
            CoreRatios = [.. Enumerable.Repeat(0.0, Environment.ProcessorCount)],
            MemoryCapacity = memory.TotalAvailableMemoryBytes,
            MemoryAvailable = Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes),
            DiskCapacity = disk.Capacity,
            DiskAvailable = disk.Available,
            CanRestart = false,
            RestartRequired = false,
            SystemStartedAtMs = now.ToUnixTimeMilliseconds() - Environment.TickCount64,
            ProcessStartedAtMs = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds(),
            UpdatedAtMs = now.ToUnixTimeMilliseconds(),
            IsDeleted = false,
        };
    }

    private static (double Capacity, double Available) ReadDisk(string directory)
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(directory));
            return (drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A number that is not known must still be a number.
            return (0, 0);
        }
    }

    private static string ReadCpuModel()
    {
        const string CpuInfo = "/proc/cpuinfo";
        if (!File.Exists(CpuInfo))
            return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':', 2) is [_, var model] ? model.Trim() : RuntimeInformation.ProcessArchitecture.ToString();
    }
}

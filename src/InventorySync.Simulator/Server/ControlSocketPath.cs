using System.Security.Cryptography;
using System.Text;

namespace InventorySync.Simulator.Server;

/// <summary>Where the control socket is: the system limits such paths to about a hundred bytes.</summary>
public static class ControlSocketPath
{
    private const int LongestBytes = 100;

    /// <param name="configured">From FACTORIO_SIMULATOR_SOCKET, or null.</param>
    public static string Of(string? configured, string writeData)
    {
        var path = Path.GetFullPath(configured ?? Path.Combine(writeData, "simulator.sock"));
        if (Encoding.UTF8.GetByteCount(path) <= LongestBytes)
            return path;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 8));
        return Path.Combine(OperatingSystem.IsWindows() ? Path.GetTempPath() : "/tmp", $"factorio-simulator-{digest}.sock");
    }
}

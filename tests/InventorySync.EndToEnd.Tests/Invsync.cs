using InventorySync.Cli.Cluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>The executable as an operator starts it.</summary>
internal static class Invsync
{
    /// <summary>Starts a command whose output goes to a log file in <paramref name="directory"/>.</summary>
    public static ChildProcess Start(string directory, params string[] arguments)
    {
        var log = Path.Combine(directory, Path.GetRandomFileName() + ".log");
        return ChildProcess.Start($"invsync {arguments[0]} {arguments[1]}", [Path.Combine(AppContext.BaseDirectory, "invsync"), .. arguments], log);
    }

    /// <summary>Runs a command that ends by itself.</summary>
    /// <returns>Its exit code, and all it wrote to either output.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string directory, CancellationToken ct, params string[] arguments)
    {
        int code;
        string log;
        await using (var process = Start(directory, arguments))
        {
            log = process.LogFile;
            code = await process.WaitForExitAsync(ct);
        }
        return (code, await File.ReadAllTextAsync(log, ct));
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace InventorySync.Host.Factorio;

/// <summary>
/// A game server that a host which was killed left running. It would hold the directory's lock for ever; it is stopped if it is provably
/// the one that was started here.
/// </summary>
internal static class LeftoverServer
{
    private static readonly TimeSpan StartTimeTolerance = TimeSpan.FromSeconds(3);

    /// <summary>Remembers a server that was just started. One that is gone again cannot be left behind.</summary>
    public static void Remember(string pidFile, GameServerProcess server)
    {
        if (server.StartedAt is { } startedAt)
            File.WriteAllText(pidFile, JsonSerializer.Serialize(new Record(server.Id, startedAt.ToString("O", CultureInfo.InvariantCulture))));
    }

    /// <summary>The server is gone.</summary>
    public static void Forget(string pidFile)
    {
        // Deleting in a directory that is not there yet would throw.
        if (File.Exists(pidFile))
            File.Delete(pidFile);
    }

    /// <summary>
    /// Asks a server left behind to save and quit, and waits for that. Nothing is done to a process whose start time or command line is not
    /// that of the server remembered.
    /// </summary>
    /// <returns>The id of the process that was stopped, or null when there was none.</returns>
    /// <exception cref="InstanceException">It did not end in time.</exception>
    public static async Task<int?> StopAsync(string pidFile, string configFile, TimeSpan timeout, TimeProvider time, CancellationToken ct)
    {
        if (!File.Exists(pidFile))
            return null;
        if (Read(pidFile) is not { } record || Find(record, configFile) is not { } process)
        {
            Forget(pidFile);
            return null;
        }

        using (process)
        {
            if (OperatingSystem.IsWindows())
                process.CloseMainWindow();
            else
                ProcessSignal.Terminate(process.Id);
            using var limit = new CancellationTokenSource(timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            try
            {
                await process.WaitForExitAsync(either.Token);
            }
            catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
            {
                throw new InstanceException(
                    $"A game server that an earlier host left running (process {process.Id}) did not quit within {timeout.TotalSeconds:0} s. End that process, then start the instance again.", exception);
            }

            Forget(pidFile);
            return record.Process;
        }
    }

    private static Record? Read(string pidFile)
    {
        try
        {
            return JsonSerializer.Deserialize<Record>(File.ReadAllText(pidFile));
        }
        catch (JsonException)
        {
            // Cut off when the machine stopped: then no process of that time is alive either.
            return null;
        }
    }

    private static Process? Find(Record record, string configFile)
    {
        Process process;
        try
        {
            process = Process.GetProcessById(record.Process);
        }
        catch (ArgumentException)
        {
            return null;
        }

        if (IsTheSame(process, record) && (!OperatingSystem.IsLinux() || CommandLine(record.Process).Contains(configFile, StringComparison.Ordinal)))
            return process;
        process.Dispose();
        return null;
    }

    private static bool IsTheSame(Process process, Record record)
    {
        try
        {
            return DateTimeOffset.TryParse(record.StartedAt, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var startedAt)
                && (new DateTimeOffset(process.StartTime) - startedAt).Duration() < StartTimeTolerance;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed record Record(int Process, string StartedAt);
}

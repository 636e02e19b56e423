using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace InventorySync.Host.Factorio;

/// <summary>One process of the game, with its output as bytes.</summary>
internal sealed class GameServerProcess : IDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;

    private GameServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>When it was started; null when it is gone already, for then the system does not know any more.</summary>
    public DateTimeOffset? StartedAt
    {
        get
        {
            try
            {
                return new DateTimeOffset(_process.StartTime);
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception && _process.HasExited)
            {
                return null;
            }
        }
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    public bool HasExited => _process.HasExited;

    /// <exception cref="InstanceException">The file cannot be executed.</exception>
    public static GameServerProcess Start(string executable, IReadOnlyList<string> arguments, string directory)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new GameServerProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new InstanceException($"{executable} cannot be started: {exception.Message}. Check that it is the game's executable and may be executed.", exception);
        }
    }

    /// <summary>The process's exit code, when it is gone.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Asks it to save and quit (factorio-server.md §3, signals).</summary>
    public void AskToQuit()
    {
        if (_process.HasExited)
            return;
        if (OperatingSystem.IsWindows())
            _process.CloseMainWindow();
        else
            ProcessSignal.Terminate(_process.Id);
    }

    /// <summary>Ends it without saving.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public void Dispose() => _process.Dispose();

    /// <summary>The name of the signal that ended a process, from the exit code that .NET and shells make of it; null when it ended by itself.</summary>
    public static string? SignalOf(int exitCode) => exitCode switch
    {
        128 + 6 => "SIGABRT",
        128 + 9 => "SIGKILL",
        128 + 11 => "SIGSEGV",
        128 + Terminate => "SIGTERM",
        > 128 and < 160 => string.Create(CultureInfo.InvariantCulture, $"signal {exitCode - 128}"),
        _ => null,
    };
}

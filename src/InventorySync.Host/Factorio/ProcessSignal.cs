using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace InventorySync.Host.Factorio;

/// <summary>Signals to single processes, by their id.</summary>
public static partial class ProcessSignal
{
    private const int TerminateNumber = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Asks a process to end in order; a game server saves and quits (factorio-server.md §3, signals).</summary>
    /// <remarks>Not SIGINT: what a script started in the background ignores that, and so does whatever it starts.</remarks>
    /// <param name="process">Its id. One that is gone already is no error.</param>
    /// <exception cref="Win32Exception">This user may not.</exception>
    [UnsupportedOSPlatform("windows")]
    public static void Terminate(int process)
    {
        // Never 0 or negative: those mean whole groups of processes.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(process);
        if (Send(process, TerminateNumber) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
            throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}

namespace InventorySync.Cli;

/// <summary>What the executable returns.</summary>
internal static class ExitCodes
{
    /// <summary>Stopped by Ctrl-C before it was done, as shells say it.</summary>
    public const int Interrupted = 130;
}

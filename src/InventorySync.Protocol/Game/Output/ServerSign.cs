namespace InventorySync.Protocol.Game.Output;

/// <summary>What a server's output tells about the server itself (factorio-server.md §4.1–4.4).</summary>
public abstract record ServerSign
{
    private ServerSign() { }

    /// <summary>RCON can be connected to.</summary>
    public sealed record RconStarting : ServerSign;

    /// <summary>The map is loaded and runs.</summary>
    public sealed record GameReady : ServerSign;

    /// <summary>The segment settings in effect, printed at the start.</summary>
    public sealed record Segments(SegmentSettings Settings) : ServerSign;

    /// <summary>A client was added (from then on it counts for the segment size) or removed.</summary>
    public sealed record PeerChanged(long Peer, bool Added) : ServerSign;

    /// <summary>A save begins, and where it is written when that is said.</summary>
    public sealed record Saving(string Path) : ServerSign;

    /// <summary>A save was completed: the file is in its place.</summary>
    public sealed record SavingFinished : ServerSign;

    /// <summary>The game's UDP port or the RCON port cannot be had.</summary>
    public sealed record PortRefused(bool IsRcon, string Reason) : ServerSign;

    /// <summary>Another server runs on the same directory.</summary>
    public sealed record DirectoryLocked(string Message) : ServerSign;

    /// <summary>Any other line of level <c>Error</c>: what to say when the server ends.</summary>
    public sealed record Failure(string Message) : ServerSign;

    /// <summary>The server is quitting, and why: <c>remote-quit</c>, <c>signal</c>, <c>multiplayer error</c>.</summary>
    public sealed record Quitting(string Reason) : ServerSign;
}

namespace InventorySync.Protocol.Game.Output;

/// <summary>A line of a game server's output by its shape (factorio-server.md §4).</summary>
public abstract record GameLine
{
    private GameLine() { }

    /// <summary>A message of a script, never shown as log, even if malformed.</summary>
    public sealed record Ipc(ReadOnlyMemory<byte> Bytes) : GameLine;

    /// <summary>Shapes 1 and 2: stamped with the seconds since the start.</summary>
    /// <param name="Seconds">Seconds since the server's start, as printed.</param>
    /// <param name="Level"><c>Info</c>, <c>Warning</c>, <c>Error</c>, <c>Verbose</c>, <c>Script</c>; empty for plain text (shape 2).</param>
    /// <param name="Source">The game's source file and line, or the Lua chunk; empty for plain text.</param>
    /// <param name="Message">What follows.</param>
    public sealed record Log(string Seconds, string Level, string Source, string Message) : GameLine;

    /// <summary>Shape 3: stamped with date and time, with an action (<c>JOIN</c>, <c>CHAT</c>, …) or without.</summary>
    public sealed record Dated(string Time, string Action, string Text) : GameLine;

    /// <summary>Shape 4: whatever else is printed.</summary>
    public sealed record Bare(string Text) : GameLine;
}

namespace InventorySync.Protocol.Game.Rcon;

/// <summary>Where a game server's RCON is, and the bounds of a connection to it (factorio-server.md §6).</summary>
public sealed record RconOptions
{
    /// <summary>Address to connect to; a host always talks to the server beside it.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, as given to the server by <c>--rcon-port</c>.</summary>
    public required int Port { get; init; }

    /// <summary>Password, as given to the server by <c>--rcon-password</c>. Never logged.</summary>
    public required string Password { get; init; }

    /// <summary>How long connecting and logging in may take together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a command may stay unanswered. Generous, since a server that saves its map answers nothing until it is done
    /// (factorio-server.md §6.3).
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(200);

    /// <summary>Commands sent and not yet answered; the next ones wait.</summary>
    public int MaxInFlight { get; init; } = 128;

    /// <summary>Commands that may wait for their turn; one more is refused.</summary>
    public int MaxQueued { get; init; } = 4096;

    /// <summary>Largest command accepted, in bytes.</summary>
    public int MaxCommandBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Largest reply accepted, in bytes. A larger one ends the connection, since what follows cannot be trusted.</summary>
    public int MaxReplyBytes { get; init; } = 16 * 1024 * 1024;
}

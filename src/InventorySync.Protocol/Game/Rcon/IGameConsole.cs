namespace InventorySync.Protocol.Game.Rcon;

/// <summary>Takes commands for a running game. In a host it is a server's RCON; in tests a scripted game.</summary>
public interface IGameConsole
{
    /// <summary>Sends one command and waits for its reply.</summary>
    /// <param name="command">UTF-8 bytes on one line, not empty. They must stay unchanged until the task is done.</param>
    /// <returns>The reply as the game printed it, empty for most commands.</returns>
    /// <exception cref="RconException">Not sent, not answered in time, or the connection ended.</exception>
    Task<ReadOnlyMemory<byte>> SendAsync(ReadOnlyMemory<byte> command, CancellationToken ct);
}

namespace InventorySync.Simulator.Rcon;

/// <summary>Where the commands of all RCON connections go: the game's next tick.</summary>
public interface IRconCommands
{
    /// <summary>Hands over a command that is not empty. Waits while too many others have not been read.</summary>
    ValueTask ArriveAsync(RconConnection connection, int id, ReadOnlyMemory<byte> command, CancellationToken ct);

    void Connected(RconConnection connection);

    /// <param name="fault">Why the connection broke or was closed; null when its client left.</param>
    void Disconnected(RconConnection connection, string? fault);
}

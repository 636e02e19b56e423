namespace InventorySync.Host.Configuration;

/// <summary>How documents are passed into the games (save-patching-and-ipc.md §5).</summary>
public sealed record TransferOptions
{
    /// <summary>
    /// Bytes that parts may add to each update sent to the clients. 500 fill one network packet; more is faster and harder on players with
    /// bad connections.
    /// </summary>
    public int BytesPerTick { get; init; } = 500;

    /// <summary>How long a part may stay unanswered before it is sent again. A server that saves its map answers nothing meanwhile.</summary>
    public TimeSpan PartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often one part is tried before the transfer fails.</summary>
    public int PartAttempts { get; init; } = 8;
}

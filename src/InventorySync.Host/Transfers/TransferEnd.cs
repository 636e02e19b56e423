namespace InventorySync.Host.Transfers;

/// <summary>How a transfer ended, as far as the sending goes.</summary>
public enum TransferEnd
{
    /// <summary>The game has all parts.</summary>
    Sent,

    /// <summary>Nobody wants it any more: withdrawn, cancelled, or the conversation started over.</summary>
    Cancelled,

    /// <summary>The module does not know it, although it was announced.</summary>
    Unknown,

    /// <summary>A part did not get through in all its attempts.</summary>
    Failed,
}

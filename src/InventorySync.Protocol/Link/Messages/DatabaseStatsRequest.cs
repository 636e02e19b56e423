namespace InventorySync.Protocol.Link.Messages;

/// <summary>How large the store of players is: control to controller, no payload (link-protocol §11).</summary>
public static class DatabaseStatsRequest
{
    public const string Name = "inventory_sync:DatabaseStatsRequest";
}

namespace InventorySync.Host.Players;

/// <summary>Which instance a conversation belongs to.</summary>
/// <param name="Id">Its id in the cluster.</param>
/// <param name="Name">Its name.</param>
public sealed record InstanceIdentity(int Id, string Name);

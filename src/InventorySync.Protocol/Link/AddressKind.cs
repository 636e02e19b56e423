namespace InventorySync.Protocol.Link;

/// <summary>The first number of an address (link-protocol §3).</summary>
public enum AddressKind
{
    Controller = 0,
    Host = 1,
    Instance = 2,
    Control = 3,

    /// <summary>The id is then the <see cref="AddressKind"/> being addressed, as a number.</summary>
    Broadcast = 4,
}

namespace InventorySync.Protocol.Link;

/// <summary>What the controller knows of where instances are (link-protocol §§4.2, 4.3).</summary>
/// <remarks>
/// One answer serves two checks: a host may speak as instance i only if i's route is that host, and what is addressed to i is forwarded
/// along its route. Called for each such message, on the reading path: answer from memory.
/// </remarks>
public interface ILinkRouter
{
    /// <summary>The host of an instance, or why there is none. Asked for addresses of kind <see cref="AddressKind.Instance"/> only.</summary>
    LinkRoute FindHostOf(LinkAddress instance);
}

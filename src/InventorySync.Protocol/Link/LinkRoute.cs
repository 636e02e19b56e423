using System.Runtime.InteropServices;

namespace InventorySync.Protocol.Link;

/// <summary>The host that an address belongs to, or the reason that there is none. The default value means that the address is unknown.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LinkRoute(int? HostId, string? Refusal)
{
    public static LinkRoute To(int hostId) => new(hostId, null);

    /// <param name="reason">For people, such as <c>Instance 7 is not assigned a host</c>.</param>
    public static LinkRoute Refused(string reason) => new(null, reason);
}

using InventorySync.Core.Instances;

namespace InventorySync.Store.Hosts;

/// <summary>A host that connected once, or whose tokens were revoked.</summary>
/// <param name="Name">As it called itself; empty before its first visit.</param>
/// <param name="TokenValidAfter">Seconds since 1970: tokens issued before are refused. 0 when none was revoked.</param>
public sealed record StoredHost(HostId Id, string Name, long TokenValidAfter);

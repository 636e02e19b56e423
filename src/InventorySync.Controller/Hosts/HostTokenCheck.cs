namespace InventorySync.Controller.Hosts;

/// <summary>What a check of a host's token found.</summary>
/// <param name="Refusal">Why it is refused, for people; null when it is accepted.</param>
/// <param name="IssuedAt">Seconds since 1970; 0 when it is refused.</param>
public sealed record HostTokenCheck(string? Refusal, long IssuedAt)
{
    internal static HostTokenCheck Refused(string reason) => new(reason, 0);

    internal static HostTokenCheck Accepted(long issuedAt) => new(null, issuedAt);
}

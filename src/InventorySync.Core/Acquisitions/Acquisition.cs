using InventorySync.Core.Instances;

namespace InventorySync.Core.Acquisitions;

/// <summary>The exclusive right of one instance to change a player's document.</summary>
/// <param name="Expires">When it ends by itself, since its instance stopped or was lost; null while that runs.</param>
public sealed record Acquisition(InstanceId Instance, Token Token, DateTimeOffset Since, DateTimeOffset? Expires = null)
{
    /// <summary>
    /// The one rule of staleness, asked wherever it matters whether somebody holds a player (sync-behaviour §3, expiry).
    /// An acquisition whose holder is deleted or unassigned is not stale but ended: <see cref="Players.PlayerState.Settle"/>.
    /// </summary>
    public bool IsStale(DateTimeOffset now) => Expires is { } expires && expires <= now;

    /// <summary>Whether a request of <paramref name="caller"/> speaks of this acquisition and not of an earlier one.</summary>
    /// <param name="token">The one the request carries; a request of the plain protocol carries none.</param>
    public bool IsNamedBy(InstanceId caller, Token? token) => Instance == caller && (token is null || token == Token);
}

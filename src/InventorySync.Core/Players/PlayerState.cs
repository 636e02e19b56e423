using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;

namespace InventorySync.Core.Players;

/// <summary>
/// Everything that decides about one player, and the rules by which it changes (sync-behaviour §3). Pure: time comes in
/// as a value, and whoever calls a rule makes its decision durable.
/// </summary>
/// <param name="Document">What the player owns; null before the first upload.</param>
/// <param name="Acquisition">Who may change it; null when nobody holds the player.</param>
/// <param name="LastToken">The token of the newest grant; it outlives the acquisition, so that tokens only rise.</param>
public sealed partial record PlayerState(StoredDocument? Document, Acquisition? Acquisition, Token LastToken)
{
    public static PlayerState New { get; } = new(Document: null, Acquisition: null, new Token(0));

    /// <summary>Answers an instance that asks for this player.</summary>
    /// <param name="have">What the caller has as synced; null when it does not say.</param>
    /// <param name="expires">
    /// Null for a caller that runs. An acquire may arrive when its instance has stopped already; without an expiry it
    /// would lock the player out until the next change of status.
    /// </param>
    public Decision<AcquireAnswer> Acquire(InstanceId caller, Have? have, DateTimeOffset? expires, DateTimeOffset now)
    {
        if (Acquisition is { } held && held.Instance != caller && !held.IsStale(now))
            return new(this, new AcquireAnswer.Busy(held.Instance, held.Expires));

        var token = new Token(LastToken.Value + 1);
        var next = this with { Acquisition = new Acquisition(caller, token, Since: now, expires), LastToken = token };
        var differs = have is not null && Document is not null && have.Revision != Document.Revision;
        return new(next, new AcquireAnswer.Acquired(token, Document, differs));
    }

    /// <summary>Ends the caller's own acquisition, and only the one it names; anything else changes nothing.</summary>
    /// <returns>Whether an acquisition ended.</returns>
    public Decision<bool> Release(InstanceId caller, Token? token) =>
        Acquisition?.IsNamedBy(caller, token) == true
            ? new(this with { Acquisition = null }, Answer: true)
            : new(this, Answer: false);

    /// <summary>Answers an instance that asks for the document: the holder alone gets it.</summary>
    public DownloadAnswer Download(InstanceId caller, Token? token, DateTimeOffset now) =>
        Acquisition is { } held && held.IsNamedBy(caller, token) && !held.IsStale(now)
            ? new DownloadAnswer.Allowed(held.Token, Document)
            : new DownloadAnswer.NotHolder();

    /// <summary>The instance stopped, or its host was lost: its acquisition ends at <paramref name="expires"/>.</summary>
    public PlayerState InstanceStopped(InstanceId instance, DateTimeOffset expires) =>
        Acquisition is { Expires: null } held && held.Instance == instance
            ? this with { Acquisition = held with { Expires = expires } }
            : this;

    /// <summary>The instance runs again: what it still holds does not expire.</summary>
    public PlayerState InstanceRunning(InstanceId instance) =>
        Acquisition is { Expires: not null } held && held.Instance == instance
            ? this with { Acquisition = held with { Expires = null } }
            : this;

    /// <summary>
    /// The instance is known to be dead, or is deleted or unassigned: its acquisition ends at once. The player keeps the
    /// stored document.
    /// </summary>
    public PlayerState Settle(InstanceId instance) =>
        Acquisition?.Instance == instance ? this with { Acquisition = null } : this;
}

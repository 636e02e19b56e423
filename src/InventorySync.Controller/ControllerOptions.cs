using InventorySync.Core.Documents;

namespace InventorySync.Controller;

/// <summary>How a controller runs.</summary>
public sealed record ControllerOptions
{
    /// <summary>Holds the database and the secret that signs hosts' tokens; made when it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Address and port to listen on, such as <c>127.0.0.1:8080</c> or <c>[::]:8080</c>; port 0 picks a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:8080";

    /// <summary>How long a stopped or lost instance keeps its players; from one second to one day (sync-behaviour §3, expiry).</summary>
    public TimeSpan PlayerLockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest player document to accept, in bytes.</summary>
    public int MaxDocumentBytes { get; init; } = PlayerDocument.DefaultMaxBytes;

    /// <summary>How long the session of a host is kept after its socket was lost.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often each end of a link says that it is alive.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the answers of a host to the instances it is told of are waited for, all together.</summary>
    public TimeSpan AssignTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the first in line may take to ask for a player that became available (link-extensions).</summary>
    public TimeSpan TurnTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often revoked tokens are looked for.</summary>
    public TimeSpan RevocationInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="ControllerStartException">An option that cannot work; says which and what it may be.</exception>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
            throw new ControllerStartException("The data directory is not given. Name one with --data.");

        if (PlayerLockTimeout < TimeSpan.FromSeconds(1) || PlayerLockTimeout > TimeSpan.FromDays(1))
            throw new ControllerStartException("--player-lock-timeout must be from 1 to 86400 seconds.");
    }
}

namespace InventorySync.Protocol.Link;

/// <summary>What was agreed on when a session was made.</summary>
internal sealed record LinkSessionSettings
{
    public required LinkAddress Self { get; init; }

    public required LinkAddress Peer { get; init; }

    public required string Token { get; init; }

    public required string RemoteAddress { get; init; }

    public required bool PeerHasExtensions { get; init; }

    public required IReadOnlyDictionary<string, string> PeerPlugins { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required LinkLimits Limits { get; init; }

    /// <summary>Takes requests and events that are not for this end's handler, answering them where needed: true if it did.</summary>
    public required Func<LinkSession, LinkMessage, bool> Route { get; init; }
}

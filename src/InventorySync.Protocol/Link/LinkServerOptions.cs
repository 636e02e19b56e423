namespace InventorySync.Protocol.Link;

/// <summary>How the controller's end of the link behaves.</summary>
public sealed record LinkServerOptions
{
    /// <summary>Where instances are; see <see cref="ILinkRouter"/>.</summary>
    public required ILinkRouter Router { get; init; }

    /// <summary>Told to hosts in <c>hello</c>.</summary>
    public string Version { get; init; } = LinkPlugins.ProtocolVersion;

    /// <summary>Told to hosts in <c>hello</c>: name to version.</summary>
    public IReadOnlyDictionary<string, string> Plugins { get; init; } = LinkPlugins.Ours;

    /// <summary>How long a session is kept after its socket was lost.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A peer that sends none for more than two of these is taken for dead.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Limit for each message of the handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a graceful disconnect waits for the peer.</summary>
    public TimeSpan DisconnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public LinkLimits Limits { get; init; } = new();
}

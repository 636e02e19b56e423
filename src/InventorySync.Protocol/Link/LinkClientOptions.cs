namespace InventorySync.Protocol.Link;

/// <summary>How a host's end of the link behaves.</summary>
public sealed record LinkClientOptions
{
    /// <summary>The controller's base address, such as <c>http://127.0.0.1:8080/</c>; <c>api/socket</c> is appended.</summary>
    public required Uri ControllerUrl { get; init; }

    public required int HostId { get; init; }

    /// <summary>The host's token (link-protocol §5.1); never logged.</summary>
    public required string Token { get; init; }

    /// <summary>Told to the controller in <c>registerHost</c>.</summary>
    public string Version { get; init; } = LinkPlugins.ProtocolVersion;

    /// <summary>Told to the controller in <c>registerHost</c>: name to version.</summary>
    public IReadOnlyDictionary<string, string> Plugins { get; init; } = LinkPlugins.Ours;

    /// <summary>Upper bound of the random pause before connecting again (link-protocol §8.3).</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Limit for connecting, and for each message of the handshake.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a graceful disconnect waits for the controller.</summary>
    public TimeSpan DisconnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public LinkLimits Limits { get; init; } = new();

    // A record prints its members; the token must not get into a log that way.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("ControllerUrl = ").Append(ControllerUrl).Append(", HostId = ").Append(HostId);
        return true;
    }
}

namespace InventorySync.Host.Configuration;

/// <summary>Everything a host is told at its start (<c>host.json</c> and environment variables).</summary>
public sealed record HostOptions
{
    /// <summary>Base address of the controller, ending in a slash.</summary>
    public required Uri ControllerUrl { get; init; }

    /// <summary>The host's token, made by <c>invsync token create-host ID</c>. Never logged.</summary>
    public required string ControllerToken { get; init; }

    /// <summary>The host's id, the one in its token.</summary>
    public required int HostId { get; init; }

    /// <summary>Name shown to operators.</summary>
    public required string HostName { get; init; }

    /// <summary>Address under which players reach the host's game servers.</summary>
    public string PublicAddress { get; init; } = "localhost";

    /// <summary>Root of a Factorio installation, 2.0 or newer.</summary>
    public required string FactorioDirectory { get; init; }

    /// <summary>Below it each instance has a directory of its own.</summary>
    public required string InstancesDirectory { get; init; }

    /// <summary>Where uploads and releases wait for the controller.</summary>
    public required string JournalDirectory { get; init; }

    /// <summary>The game servers to run.</summary>
    public required IReadOnlyList<InstanceOptions> Instances { get; init; }

    /// <summary>How documents are passed into the games.</summary>
    public TransferOptions Transfer { get; init; } = new();

    /// <summary>Upper bound of the pause before connecting to the controller again.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(60);

    // A record prints its members; the token must not get into a log that way.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("ControllerUrl = ").Append(ControllerUrl).Append(", HostId = ").Append(HostId).Append(", HostName = ").Append(HostName);
        return true;
    }
}

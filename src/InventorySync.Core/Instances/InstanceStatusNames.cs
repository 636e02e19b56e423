namespace InventorySync.Core.Instances;

/// <summary>The names of statuses as messages and the store write them (link-protocol §9).</summary>
public static class InstanceStatusNames
{
    private static readonly Dictionary<string, InstanceStatus> ByName = Enum.GetValues<InstanceStatus>()
        .ToDictionary(status => status.ToName(), StringComparer.Ordinal);

    public static string ToName(this InstanceStatus status) => status switch
    {
        InstanceStatus.Unknown => "unknown",
        InstanceStatus.Unassigned => "unassigned",
        InstanceStatus.Stopped => "stopped",
        InstanceStatus.Starting => "starting",
        InstanceStatus.Running => "running",
        InstanceStatus.Stopping => "stopping",
        InstanceStatus.CreatingSave => "creating_save",
        InstanceStatus.ExportingData => "exporting_data",
        InstanceStatus.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
    };

    public static bool TryParse(string name, out InstanceStatus status) => ByName.TryGetValue(name, out status);

    /// <summary>Whether a host may report it: the controller alone says unknown, unassigned and deleted.</summary>
    public static bool MayBeReported(this InstanceStatus status) =>
        status is not (InstanceStatus.Unknown or InstanceStatus.Unassigned or InstanceStatus.Deleted);

    /// <summary>
    /// Whether an instance of this status keeps its players only for the time of the player lock timeout
    /// (sync-behaviour §3, expiry).
    /// </summary>
    public static bool LosesPlayers(this InstanceStatus status) =>
        status is InstanceStatus.Stopped or InstanceStatus.Unknown;
}

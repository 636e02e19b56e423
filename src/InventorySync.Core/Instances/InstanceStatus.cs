namespace InventorySync.Core.Instances;

/// <summary>What the controller knows of an instance (link-protocol §9).</summary>
public enum InstanceStatus
{
    /// <summary>Assigned, but its host is not connected.</summary>
    Unknown,
    Unassigned,
    Stopped,
    Starting,
    Running,
    Stopping,
    CreatingSave,
    ExportingData,
    Deleted,
}

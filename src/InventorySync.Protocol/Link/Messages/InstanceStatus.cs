namespace InventorySync.Protocol.Link.Messages;

/// <summary>The statuses of an instance as written on the wire (link-protocol §9).</summary>
public static class InstanceStatus
{
    /// <summary>Assigned, its host not connected.</summary>
    public const string Unknown = "unknown";

    public const string Unassigned = "unassigned";
    public const string Stopped = "stopped";
    public const string Starting = "starting";
    public const string Running = "running";
    public const string Stopping = "stopping";
    public const string CreatingSave = "creating_save";
    public const string ExportingData = "exporting_data";
    public const string Deleted = "deleted";

    /// <summary>Whether a host may report it.</summary>
    public static bool IsOfHost(string status) => status is Stopped or Starting or Running or Stopping or CreatingSave or ExportingData;
}

namespace InventorySync.Host.Instances;

/// <summary>What an instance is doing, by its name on the link (link-protocol.md §9).</summary>
public enum InstanceState
{
    /// <summary>No process.</summary>
    Stopped,

    /// <summary>Preparing, or waiting for the game to be ready.</summary>
    Starting,

    /// <summary>A map is being made.</summary>
    CreatingSave,

    /// <summary>The game runs and its module answers.</summary>
    Running,

    /// <summary>Saving and quitting.</summary>
    Stopping,
}

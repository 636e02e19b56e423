namespace InventorySync.Simulator.Server;

/// <summary>What a command line asks for.</summary>
public enum ServerTask
{
    ShowHelp,
    ShowVersion,
    CreateMap,
    HostSave,
    HostLatestSave,
    HostScenario,
}

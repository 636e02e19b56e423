namespace InventorySync.Simulator.Saves;

/// <summary>What a save holds (save-patching-and-ipc §1).</summary>
public sealed record SavedMap
{
    /// <summary>Name of the zip's one root folder: the save's name when it was first made.</summary>
    public required string RootFolder { get; init; }

    /// <summary>The version that wrote the save.</summary>
    public required GameVersion Version { get; init; }

    /// <summary>The version that created the map.</summary>
    public required GameVersion CreatedVersion { get; init; }

    /// <summary>The map, in the simulator's own form: the contents of level.dat*.</summary>
    public required byte[] Level { get; init; }

    /// <summary>The script's <c>storage</c>, in the simulator's own form: the level's part of script.dat.</summary>
    public required byte[] Script { get; init; }

    /// <summary>Every other file by its path below the root folder, in the order of the zip: the scenario's scripts and
    /// locale, and whatever a patcher put there. All are kept when the map is saved again.</summary>
    public required IReadOnlyList<KeyValuePair<string, byte[]>> Files { get; init; }
}

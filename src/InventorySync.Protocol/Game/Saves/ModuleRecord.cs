namespace InventorySync.Protocol.Game.Saves;

/// <summary>A module as a save's patch record keeps it (save-patching-and-ipc.md §2.1).</summary>
public sealed record ModuleRecord
{
    /// <summary>Name, also that of its folder below <c>modules/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>Names of modules it needs, with the ranges of their versions, in the order written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Dependencies { get; init; } = [];

    /// <summary>Files that are only required.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>Files given to the game's <c>event_handler</c>.</summary>
    public IReadOnlyList<string> Load { get; init; } = [];

    /// <summary>Paths below the save's root that belong to it; not written for the scenario.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

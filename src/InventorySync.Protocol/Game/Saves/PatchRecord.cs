namespace InventorySync.Protocol.Game.Saves;

/// <summary>The content of a save's <c>clusterio.json</c> (save-patching-and-ipc.md §2.1), whichever version it was read from.</summary>
public sealed record PatchRecord
{
    /// <summary>How often the save was patched.</summary>
    public required long PatchNumber { get; init; }

    /// <summary>The original scenario.</summary>
    public required ModuleRecord Scenario { get; init; }

    /// <summary>The modules patched in, in load order.</summary>
    public required IReadOnlyList<ModuleRecord> Modules { get; init; }

    /// <summary>True for version 0, whose lists are not trusted: everything below <c>modules/</c> is removed when patching again.</summary>
    public bool RemoveAllModules { get; init; }
}

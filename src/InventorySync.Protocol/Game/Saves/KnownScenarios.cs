namespace InventorySync.Protocol.Game.Saves;

/// <summary>The <c>control.lua</c> files that are known to be patchable, by their SHA-1 (save-patching-and-ipc.md §1.3).</summary>
public static class KnownScenarios
{
    /// <summary>What is supported, for messages.</summary>
    public const string Supported = "freeplay of Factorio 2.0 and 2.1, and saves already patched";

    private static readonly Dictionary<string, string> FreeplayVersions = new(StringComparer.Ordinal)
    {
        ["4e866186ebe297f1038fd325b09df1a1f5e2fdd1"] = FreeplayBefore2,
        ["bcbdde18ce4ec16ebfd93bd694cd9b12ef969c9a"] = "2.0.0",
        ["3af547d2f4db3728b75ac5d1b3a4f47830dc48e7"] = "2.0.29",
    };

    /// <summary>Version of the scenario record of freeplay up to 1.1.</summary>
    public const string FreeplayBefore2 = "0.17.63";

    /// <summary>The scenario record of an unpatched save; null when the script is not known.</summary>
    /// <param name="sha1">SHA-1 of the whole <c>control.lua</c>, lower-case hex.</param>
    public static ModuleRecord? Find(string sha1) => FreeplayVersions.TryGetValue(sha1, out var version)
        ? new ModuleRecord { Name = "freeplay", Version = version, Require = ["scenario"] }
        : null;
}

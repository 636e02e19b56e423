using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>What a game is made from, out of what the server was started with.</summary>
internal static class GameSetups
{
    public static GameSetup Of(ServerRun run, MapSource map, IGameOutput output, uint seed)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, content) in map.Files)
            files[path] = content;
        return new GameSetup
        {
            Version = run.Version,
            ScenarioFiles = files,
            Output = output,
            Seed = seed,
            ShufflePairs = run.Simulator.ShufflePairs,
            TestMods = run.Simulator.TestMods,
            Items = ItemsOf(run),
            InstructionBudget = run.Simulator.InstructionBudget,
            MeasureScripts = run.Simulator.MeasureScripts,
            ReencodeExports = run.Simulator.ReencodeExports,
        };
    }

    // Null where the items are the game's own.
    private static HashSet<string>? ItemsOf(ServerRun run)
    {
        var changes = run.Simulator.Items;
        if (changes is { Add: [], Remove: [] })
            return null;
        var items = PrototypeSet.Of(run.Version, run.Simulator.TestMods, only: null).Items.Keys.ToHashSet(StringComparer.Ordinal);
        items.ExceptWith(changes.Remove);
        items.UnionWith(changes.Add);
        return items;
    }
}

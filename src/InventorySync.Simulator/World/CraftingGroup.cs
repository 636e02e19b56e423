namespace InventorySync.Simulator.World;

/// <summary>Crafts of one recipe as they were ordered, with their prerequisites and all that was taken for them.</summary>
internal sealed class CraftingGroup(CraftingQueue.Order main, List<CraftingQueue.Order> prerequisites, IReadOnlyDictionary<string, int> held)
{
    private readonly Dictionary<string, int> _held = new(held);

    public CraftingQueue.Order Main => main;

    public List<CraftingQueue.Order> Prerequisites => prerequisites;

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<CraftingQueue.Order> Orders => [.. prerequisites, main];

    /// <summary>Items of normal quality by name, which are in no inventory meanwhile.</summary>
    public IReadOnlyDictionary<string, int> Held => _held;

    public void Add(string item, int count) => _held[item] = _held.GetValueOrDefault(item) + count;
}

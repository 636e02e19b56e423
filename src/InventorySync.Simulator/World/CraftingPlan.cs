using InventorySync.Simulator.Prototypes;

namespace InventorySync.Simulator.World;

/// <summary>What crafting by hand takes out of a stock, and what it crafts before, when intermediate products are missing.</summary>
internal sealed class CraftingPlan
{
    private readonly Dictionary<string, int> _stock;
    private readonly Dictionary<string, int> _surplus = [];
    private readonly List<(RecipePrototype Recipe, int Count)> _crafts = [];

    private CraftingPlan(IReadOnlyDictionary<string, int> stock) => _stock = new(stock);

    /// <summary>Items by name that have to be in the stock.</summary>
    public Dictionary<string, int> Taken { get; } = [];

    /// <summary>Prerequisites in the order in which they have to run.</summary>
    public IReadOnlyList<(RecipePrototype Recipe, int Count)> Crafts => _crafts;

    /// <summary>The plan for so many crafts, null when the stock does not allow them.</summary>
    public static CraftingPlan? Make(CraftingQueue queue, RecipePrototype recipe, int count, IReadOnlyDictionary<string, int> stock, int levels)
    {
        var plan = new CraftingPlan(stock);
        return recipe.Ingredients.All(ingredient => plan.Need(queue, ingredient.Name, (long)ingredient.Count * count, levels)) ? plan : null;
    }

    private bool Need(CraftingQueue queue, string item, long count, int levels)
    {
        count -= Use(_surplus, item, count);
        var taken = Use(_stock, item, count);
        if (taken > 0)
            Taken[item] = Taken.GetValueOrDefault(item) + taken;
        count -= taken;
        if (count == 0)
            return true;
        if (levels == 0 || count > int.MaxValue || queue.MakerOf(item) is not { } maker)
            return false;
        var yield = maker.Results.First(result => result.Name == item).Count;
        var crafts = (int)((count + yield - 1) / yield);
        if (!maker.Ingredients.All(ingredient => Need(queue, ingredient.Name, (long)ingredient.Count * crafts, levels - 1)))
            return false;
        _surplus[item] = _surplus.GetValueOrDefault(item) + (int)((crafts * (long)yield) - count);
        // Only neighbours are one entry: an earlier one may run before there is what the additional crafts need.
        if (_crafts is [.., var last] && last.Recipe == maker)
            _crafts[^1] = (maker, last.Count + crafts);
        else
            _crafts.Add((maker, crafts));
        return true;
    }

    private static int Use(Dictionary<string, int> from, string item, long wanted)
    {
        var used = (int)Math.Min(wanted, from.GetValueOrDefault(item));
        if (used > 0)
            from[item] -= used;
        return used;
    }
}

using InventorySync.Simulator.Prototypes;

namespace InventorySync.Simulator.World;

/// <summary>
/// A body's crafting by hand, simply: ingredients are taken when a craft is ordered, one craft runs at a time, and a
/// cancelled one gives its ingredients back. Intermediate products are not crafted by themselves.
/// </summary>
internal sealed class CraftingQueue(Character character)
{
    private readonly List<Order> _orders = [];

    /// <summary>Orders from the first to run.</summary>
    public IReadOnlyList<Order> Orders => _orders;

    /// <summary>0…1 of the craft that runs.</summary>
    public double Progress { get; set; }

    /// <summary>Starts as many crafts as the ingredients allow; answers how many.</summary>
    public int Begin(RecipePrototype recipe, int count)
    {
        var world = character.World;
        if (!character.Force.IsEnabled(recipe))
            return 0;
        foreach (var (name, needed) in recipe.Ingredients)
        {
            var have = Stacks.Count(character.Main, name, "normal");
            count = Math.Min(count, have / needed);
        }

        if (count <= 0)
            return 0;
        foreach (var (name, needed) in recipe.Ingredients)
            Stacks.Remove(character.Main, name, world.Prototypes.Normal, needed * count);
        if (_orders.Count > 0 && _orders[^1].Recipe == recipe)
            _orders[^1].Count += count;
        else
            _orders.Add(new Order(recipe, count));
        return count;
    }

    /// <summary>Takes crafts out of an order, from 1, and gives their ingredients back.</summary>
    public void Cancel(int index, int count)
    {
        if (index < 1 || index > _orders.Count)
            throw new Lua.ScriptErrorException($"There is no craft number {index} in the queue.");
        var order = _orders[index - 1];
        count = Math.Min(count, order.Count);
        order.Count -= count;
        if (order.Count == 0)
        {
            _orders.RemoveAt(index - 1);
            if (index == 1)
                Progress = 0;
        }

        foreach (var (name, needed) in order.Recipe.Ingredients)
            GiveBack(name, needed * count);
    }

    /// <summary>One tick of crafting.</summary>
    public void Run()
    {
        if (_orders.Count == 0)
            return;
        var speed = 1 + character.Bonuses.GetValueOrDefault("character_crafting_speed_modifier");
        Progress += speed / (60 * _orders[0].Recipe.Energy);
        if (Progress < 1)
            return;
        Progress = 0;
        var order = _orders[0];
        order.Count--;
        if (order.Count == 0)
            _orders.RemoveAt(0);
        foreach (var (name, made) in order.Recipe.Results)
            GiveBack(name, made);
    }

    /// <summary>Puts an order at the end as it was saved, without taking ingredients.</summary>
    public void Restore(RecipePrototype recipe, int count) => _orders.Add(new Order(recipe, count));

    private void GiveBack(string name, int count)
    {
        var world = character.World;
        if (!world.Prototypes.Items.TryGetValue(name, out var prototype))
            return;
        var left = count - Stacks.Insert(character.Main, prototype, world.Prototypes.Normal, count);
        while (left > 0)
        {
            var item = Item.Create(world, prototype, world.Prototypes.Normal, left);
            left -= item.Count;
            world.Spill(item, character.Player);
        }
    }

    /// <summary>Some crafts of one recipe.</summary>
    internal sealed class Order(RecipePrototype recipe, int count)
    {
        public RecipePrototype Recipe => recipe;

        public int Count { get; set; } = count;
    }
}

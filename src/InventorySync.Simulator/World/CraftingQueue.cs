using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;

namespace InventorySync.Simulator.World;

/// <summary>
/// A body's crafting by hand. What a craft lacks is crafted first: such crafts stand before it in the queue as its
/// prerequisites. Ingredients are taken when a craft is ordered, and only those of normal quality; one craft runs at a
/// time, and a cancelled one gives back what it held.
/// </summary>
internal sealed class CraftingQueue(Character character)
{
    /// <summary>More levels of intermediate products than any recipe has.</summary>
    private const int Levels = 20;

    private readonly List<CraftingGroup> _groups = [];

    /// <summary>What was ordered, each with its prerequisites, from the first to run.</summary>
    public IReadOnlyList<CraftingGroup> Groups => _groups;

    /// <summary>Crafts as the game shows them, from the first to run.</summary>
    public IReadOnlyList<Order> Orders => [.. _groups.SelectMany(group => group.Orders)];

    /// <summary>0…1 of the craft that runs.</summary>
    public double Progress { get; set; }

    /// <summary>Starts as many crafts as the ingredients allow; answers how many.</summary>
    public int Begin(RecipePrototype recipe, int count)
    {
        if (!character.Force.IsEnabled(recipe) || !IsByHand(recipe))
            return 0;
        if (character.Player is { CheatMode: true })
        {
            foreach (var (name, made) in recipe.Results)
                GiveBack(name, made * count);
            return count;
        }

        var stock = character.Main.Items.Where(item => item.Quality.Name == "normal").GroupBy(item => item.Prototype.Name)
            .ToDictionary(group => group.Key, group => group.Sum(item => item.Count));
        count = MostOf(recipe, count, stock, limits: null);
        if (count == 0)
            return 0;
        var plan = CraftingPlan.Make(this, recipe, count, stock, Levels)!;
        foreach (var (name, taken) in plan.Taken)
            Stacks.Remove(character.Main, name, character.World.Prototypes.Normal, taken);
        if (plan.Crafts.Count == 0 && _groups is [.., { Prerequisites.Count: 0 } last] && last.Main.Recipe == recipe)
        {
            last.Main.Count += count;
            foreach (var (name, taken) in plan.Taken)
                last.Add(name, taken);
        }
        else
        {
            _groups.Add(new CraftingGroup(new Order(recipe, count, false), [.. plan.Crafts.Select(craft => new Order(craft.Recipe, craft.Count, true))], plan.Taken));
        }

        return count;
    }

    /// <summary>Takes crafts out of the queue, from 1, and gives back what no other craft of the order needs.</summary>
    public void Cancel(int index, int count)
    {
        if (index < 1 || index > Orders.Count)
            throw new ScriptErrorException($"There is no craft number {index} in the queue.");
        if (index == 1)
            Progress = 0;
        var at = 0;
        var group = _groups.First(group => (at += group.Orders.Count) >= index);
        var order = Orders[index - 1];
        order.Count -= Math.Min(count, order.Count);

        // What is left of the order must do with the crafts that are left before it.
        var limits = group.Prerequisites.GroupBy(craft => craft.Recipe).ToDictionary(crafts => crafts.Key, crafts => crafts.Sum(craft => craft.Count));
        var most = MostOf(group.Main.Recipe, group.Main.Count, group.Held, limits);
        var plan = CraftingPlan.Make(this, group.Main.Recipe, most, group.Held, Levels)!;
        foreach (var (name, held) in group.Held)
            GiveBack(name, held - plan.Taken.GetValueOrDefault(name));
        var place = _groups.IndexOf(group);
        _groups.RemoveAt(place);
        if (most > 0)
            _groups.Insert(place, new CraftingGroup(new Order(group.Main.Recipe, most, false), [.. plan.Crafts.Select(craft => new Order(craft.Recipe, craft.Count, true))], plan.Taken));
    }

    /// <summary>One tick of crafting.</summary>
    public void Run()
    {
        if (_groups.Count == 0)
            return;
        var group = _groups[0];
        var order = group.Orders[0];
        var speed = 1 + character.Bonuses.GetValueOrDefault("character_crafting_speed_modifier");
        Progress += speed / (60 * order.Recipe.Energy);
        if (Progress < 1)
            return;
        Progress = 0;
        order.Count--;
        foreach (var (name, needed) in order.Recipe.Ingredients)
            group.Add(name, -needed);
        foreach (var (name, made) in order.Recipe.Results)
        {
            if (order.IsPrerequisite)
                group.Add(name, made);
            else
                GiveBack(name, made);
        }

        group.Prerequisites.RemoveAll(craft => craft.Count == 0);
        if (group.Main.Count > 0)
            return;
        foreach (var (name, left) in group.Held)
            GiveBack(name, left);
        _groups.RemoveAt(0);
    }

    /// <summary>Puts an order at the end as it was saved, without taking ingredients.</summary>
    public void Restore(CraftingGroup group) => _groups.Add(group);

    /// <summary>What makes an item by hand, null when nothing does.</summary>
    public RecipePrototype? MakerOf(string item) => character.World.Prototypes.Recipes.Values.FirstOrDefault(recipe =>
        recipe.Name == item && recipe.Results.Any(result => result.Name == item) && character.Force.IsEnabled(recipe) && IsByHand(recipe));

    /// <summary>From 2.1 on a recipe may have several categories.</summary>
    private bool IsByHand(RecipePrototype recipe) => recipe.Category.Split('/').Any(character.World.Prototypes.HandCrafting.Contains);

    private int MostOf(RecipePrototype recipe, int wanted, IReadOnlyDictionary<string, int> stock, IReadOnlyDictionary<RecipePrototype, int>? limits)
    {
        var (possible, impossible) = (0, wanted + 1);
        while (impossible - possible > 1)
        {
            var middle = possible + ((impossible - possible) / 2);
            var plan = CraftingPlan.Make(this, recipe, middle, stock, Levels);
            if (plan is null || (limits is not null && plan.Crafts.GroupBy(craft => craft.Recipe).Any(crafts => crafts.Sum(craft => craft.Count) > limits.GetValueOrDefault(crafts.Key))))
                impossible = middle;
            else
                possible = middle;
        }

        return possible;
    }

    private void GiveBack(string name, int count)
    {
        var world = character.World;
        if (count <= 0 || !world.Prototypes.Items.TryGetValue(name, out var prototype))
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
    internal sealed class Order(RecipePrototype recipe, int count, bool isPrerequisite)
    {
        public RecipePrototype Recipe => recipe;

        public int Count { get; set; } = count;

        /// <summary>It was not ordered, but makes what a later craft needs.</summary>
        public bool IsPrerequisite => isPrerequisite;
    }
}

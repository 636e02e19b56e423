using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A force, with the research that concerns characters.</summary>
internal sealed class Force(GameWorld world, string name, int index) : ApiObject
{
    private int _trashSlots;
    private int _inventorySlots;

    public override string ClassName => "LuaForce";

    public override string? SaveName => $"force/{name}";

    public override bool IsValid => !Removed;

    /// <summary>It was merged into another.</summary>
    public bool Removed { get; set; }

    public GameWorld World => world;

    public string Name => name;

    public int Index => index;

    /// <summary>Logistic requests of characters are researched.</summary>
    public bool LogisticRequests { get; set; }

    public double HealthBonus { get; set; }

    public HashSet<string> DisabledRecipes { get; } = [];

    public HashSet<string> EnabledRecipes { get; } = [];

    /// <summary>Contents of the named groups of logistic requests.</summary>
    public Dictionary<string, List<LogisticSlot?>> LogisticGroups { get; } = [];

    public Dictionary<string, Technology> Technologies { get; } = [];

    public int TrashSlots
    {
        get => _trashSlots;
        set
        {
            _trashSlots = value;
            world.UpdateSizes(this);
        }
    }

    public int InventorySlotsBonus
    {
        get => _inventorySlots;
        set
        {
            _inventorySlots = value;
            world.UpdateSizes(this);
        }
    }

    public void Enable(Prototypes.RecipePrototype recipe, bool enabled)
    {
        if (enabled)
        {
            EnabledRecipes.Add(recipe.Name);
            DisabledRecipes.Remove(recipe.Name);
        }
        else
        {
            DisabledRecipes.Add(recipe.Name);
            EnabledRecipes.Remove(recipe.Name);
        }
    }

    public bool IsEnabled(Prototypes.RecipePrototype recipe) =>
        EnabledRecipes.Contains(recipe.Name) || (recipe.Enabled && !DisabledRecipes.Contains(recipe.Name));
}

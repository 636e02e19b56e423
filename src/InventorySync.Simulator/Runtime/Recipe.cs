using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>A recipe as a force knows it.</summary>
internal sealed class Recipe(Force force, RecipePrototype prototype) : ApiObject
{
    public override string ClassName => "LuaRecipe";

    public override string? SaveName => $"recipe/{force.Name}/{prototype.Name}";

    public Force Force => force;

    public RecipePrototype Prototype => prototype;
}

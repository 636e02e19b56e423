namespace InventorySync.Simulator.Prototypes;

/// <summary>A recipe that can be crafted by hand.</summary>
internal sealed class RecipePrototype(string name) : Prototype(name)
{
    public override string ClassName => "LuaRecipePrototype";

    public required string Category { get; init; }

    /// <summary>Seconds at crafting speed 1.</summary>
    public required double Energy { get; init; }

    /// <summary>Craftable before any research.</summary>
    public required bool Enabled { get; init; }

    public required IReadOnlyList<(string Name, int Count)> Ingredients { get; init; }

    public required IReadOnlyList<(string Name, int Count)> Results { get; init; }
}

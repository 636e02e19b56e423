using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>Collections of the map's things that scripts index by name or number.</summary>
internal static class CustomTables
{
    public static CustomTable Forces(GameWorld world) => new(
        key => key is double index
            ? world.Forces.Values.FirstOrDefault(force => force.Index == (int)index)
            : key is string name ? world.Forces.GetValueOrDefault(name) : null,
        () => world.Forces.Select(pair => KeyValuePair.Create<object, object?>(pair.Key, pair.Value)));

    public static CustomTable Surfaces(GameWorld world) => new(
        key => world.Surfaces.FirstOrDefault(surface => key is double index ? surface.Index == (int)index : surface.Name == key as string),
        () => world.Surfaces.Select(surface => KeyValuePair.Create<object, object?>(surface.Name, surface)));

    public static CustomTable Recipes(Force force) => new(
        key => key is string name && force.World.Prototypes.Recipes.TryGetValue(name, out var recipe) ? new Recipe(force, recipe) : null,
        () => force.World.Prototypes.Recipes.Select(pair => KeyValuePair.Create<object, object?>(pair.Key, new Recipe(force, pair.Value))));
}

namespace InventorySync.Simulator.World;

/// <summary>Turns what has spoiled into what it spoils to.</summary>
internal static class Spoilage
{
    public static void Run(GameWorld world)
    {
        var inventories = world.Characters.SelectMany(character => character.Inventories)
            .Concat(world.Vehicles.SelectMany(vehicle => vehicle.Inventories.Values))
            .Concat(world.ScriptInventories.Values)
            .Concat(world.Players.Select(player => player.GodInventory).OfType<Inventory>());
        foreach (var slot in inventories.SelectMany(inventory => inventory.Slots).ToList())
            Run(world, slot);
        foreach (var player in world.Players)
            Run(world, player.Cursor);
    }

    private static void Run(GameWorld world, ItemStack slot)
    {
        if (slot.Item is not { SpoilTicks: > 0 } item || world.Tick < item.SpoilTick)
            return;
        var result = item.Prototype.SpoilResult is { } name && world.Prototypes.Items.TryGetValue(name, out var prototype)
            ? Item.Create(world, prototype, item.Quality, item.Count)
            : null;
        slot.Put(result);
    }
}

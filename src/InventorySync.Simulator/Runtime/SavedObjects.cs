using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>Finds the objects that a save names (<see cref="ApiObject.SaveName"/>).</summary>
internal static class SavedObjects
{
    /// <summary>The object, or one that is no longer valid where it is gone; null for names of no known kind.</summary>
    public static ApiObject? Find(GameWorld world, string name)
    {
        var parts = name.Split('/');
        ApiObject? found = parts switch
        {
            [_, "gone"] => null,
            ["player", var index] => world.Players.Find(player => player.Index == Whole(index)),
            ["cursor", var index] => world.Players.Find(player => player.Index == Whole(index))?.Cursor,
            ["gui", var index] => world.Players.Find(player => player.Index == Whole(index))?.Gui,
            ["gui", var index, var element] => world.Players.Find(player => player.Index == Whole(index))?.Gui.Find(Whole(element)),
            ["force", var force] => world.Forces.GetValueOrDefault(force),
            ["surface", var surface] => world.Surfaces.Find(one => one.Name == surface),
            ["platform", var platform] => world.Surfaces.Find(one => one.Name == platform)?.Platform,
            ["technology", var force, var technology] => world.Forces.GetValueOrDefault(force)?.Technologies.GetValueOrDefault(technology),
            ["recipe", var force, var recipe] when world.Forces.TryGetValue(force, out var owner) && world.Prototypes.Recipes.TryGetValue(recipe, out var prototype) => new Recipe(owner, prototype),
            ["entity", var number] => world.Entities.FirstOrDefault(entity => entity.UnitNumber == Whole(number)),
            ["item", var number] => AllItems(world).FirstOrDefault(item => item.Number == ulong.Parse(number, System.Globalization.CultureInfo.InvariantCulture)),
            ["grid", var number] => AllItems(world).Select(item => item.Grid).FirstOrDefault(grid => grid?.UniqueId == Whole(number)),
            ["record", var number] => world.Library.Find(record => record.Number == Whole(number)),
            ["prototype", var kind, var thing] => FindPrototype(world, kind, thing),
            ["inventory", "script", var id] => world.ScriptInventories.GetValueOrDefault(Whole(id)),
            ["inventory", "player", var index, var kind] => FindPlayerInventory(world, Whole(index), kind),
            ["inventory", "character", var number, var kind] => FindBodyInventory(world, Whole(number), kind),
            ["inventory", "vehicle", var number, var kind] => world.Vehicles.Find(vehicle => vehicle.UnitNumber == Whole(number))?.FindInventory(kind),
            ["inventory", "item", var number] => (Find(world, $"item/{number}") as Item)?.Inventory,
            [.. var inventory, "slot", var slot] => FindSlot(world, string.Join('/', inventory), Whole(slot)),
            _ => null,
        };
        return found ?? new GoneObject(parts[0]);
    }

    /// <summary>All items on the map, also those within items.</summary>
    public static IEnumerable<Item> AllItems(GameWorld world) => world.Characters.SelectMany(character => character.Inventories)
        .Concat(world.ScriptInventories.Values)
        .Concat(world.Vehicles.SelectMany(vehicle => vehicle.Inventories.Values))
        .Concat(world.Players.SelectMany(player => new[] { player.GodInventory, player.EditorInventory }).OfType<Inventory>())
        .SelectMany(inventory => inventory.Items)
        .Concat(world.Players.Select(player => player.Cursor.Item).OfType<Item>())
        .SelectMany(WithContents);

    private static IEnumerable<Item> WithContents(Item item) =>
        item.Inventory is { } inventory ? inventory.Items.SelectMany(WithContents).Prepend(item) : [item];

    private static int Whole(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static ApiObject? FindPrototype(GameWorld world, string kind, string name) => kind switch
    {
        "LuaItemPrototype" => world.Prototypes.Items.GetValueOrDefault(name),
        "LuaEquipmentPrototype" => world.Prototypes.Equipment.GetValueOrDefault(name),
        "LuaQualityPrototype" => world.Prototypes.Qualities.GetValueOrDefault(name),
        "LuaRecipePrototype" => world.Prototypes.Recipes.GetValueOrDefault(name),
        "LuaShortcutPrototype" => world.Prototypes.ShortcutSet.GetValueOrDefault(name),
        "LuaEntityPrototype" => world.Prototypes.Entities.GetValueOrDefault(name),
        "LuaSpaceLocationPrototype" => world.Prototypes.SpaceLocations.GetValueOrDefault(name),
        "LuaEquipmentGridPrototype" => world.Prototypes.Grids.GetValueOrDefault(name),
        _ => null,
    };

    private static Inventory? FindPlayerInventory(GameWorld world, int index, string kind)
    {
        var player = world.Players.Find(one => one.Index == index);
        return kind == nameof(InventoryKind.God) ? player?.GodInventory : player?.EditorInventory;
    }

    private static Inventory? FindBodyInventory(GameWorld world, int number, string kind) =>
        world.Characters.Find(character => character.UnitNumber == number)?.Inventories.FirstOrDefault(inventory => inventory.Kind.ToString() == kind);

    private static ItemStack? FindSlot(GameWorld world, string inventory, int slot) =>
        Find(world, inventory) is Inventory found && slot >= 1 && slot <= found.Size ? found[slot] : null;
}

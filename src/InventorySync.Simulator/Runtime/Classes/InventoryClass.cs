using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaInventory.</summary>
internal static class InventoryClass
{
    public static ApiClass<Inventory> Define() => new ApiClass<Inventory>("LuaInventory")
        .Indexed((i, key) => key is double number ? Slot(i, number) : throw new ScriptErrorException($"LuaInventory doesn't contain key {key}."))
        .Counted(i => i.Size)
        .Read("index", i => DefineName(i) is { } name ? i.World.Facts.Define("inventory", name) : null)
        .Read("name", i => DefineName(i))
        .Read("mod_owner", i => i.ModOwner)
        .Read("player_owner", i => i.Player ?? i.Character?.Player)
        .Read("entity_owner", i => i.Character)
        .Read("equipment_owner", i => i.Equipment)
        .Read("weight", _ => 0)
        .Method("get_bar", "", (i, _) => WithBar(i).Bar)
        .Method("set_bar", "bar?", (i, a) => SetBar(WithBar(i), a))
        .Method("supports_bar", "", (i, _) => i.SupportsBar)
        .Method("supports_filters", "", (i, _) => i.SupportsFilters)
        .Method("is_filtered", "", (i, _) => i.IsFiltered)
        .Method("get_filter", "index", (i, a) => FilterTable(WithFilters(i)[Index(i, a)].Filter))
        .Method("set_filter", "index, filter?", (i, a) => SetFilter(WithFilters(i), Index(i, a), a))
        .Method("can_set_filter", "index, filter?", (i, a) => CanSetFilter(i, a))
        .Method("is_empty", "", (i, _) => i.IsEmpty)
        .Method("is_full", "", (i, _) => i.Slots.All(slot => slot.Item is not null))
        .Method("clear", "", (i, _) => Do(i.Clear))
        .Method("insert", "items", (i, a) => Insert(i, a["items"], a.Name))
        .Method("can_insert", "items", (i, a) => CanInsert(i, a["items"], a.Name))
        .Method("remove", "items", (i, a) => Remove(i, a["items"], a.Name))
        .Method("get_item_count", "item?", (i, a) => CountItems(i, a["item"], a.Name))
        .Method("get_insertable_count", "item", (i, a) => InsertableCount(i, a))
        .Method("get_contents", "", (i, _) => Contents(i))
        .Method("find_item_stack", "item", (i, a) => FindItem(i, a))
        .Method("find_empty_stack", "item?", (i, a) => FindEmpty(i, a))
        .Method("count_empty_stacks", "include_filtered?, include_bar?", (i, a) => CountEmpty(i, a.Boolean("include_filtered"), a.Boolean("include_bar")))
        .Method("resize", "size", (i, a) => Resize(i, a.Integer("size")))
        .Method("destroy", "", (i, _) => Destroy(i))
        .Method("sort_and_merge", "", (i, _) => Do(() => SortAndMerge(i)));

    public static int Insert(Inventory inventory, object? items, string what)
    {
        if (items is ItemStack { Item: { } source })
            return CopyIn(inventory, source, source.Count);
        if (items is ItemStack)
            return 0;
        var count = ItemSpecification.CountOf(inventory.World, items, what);
        var model = ItemSpecification.Create(inventory.World, items, what);
        return CopyIn(inventory, model, count);
    }

    public static bool CanInsert(Inventory inventory, object? items, string what)
    {
        var item = ItemSpecification.Create(inventory.World, items, what);
        return inventory.Slots.Any(slot => slot.Item is null ? slot.Accepts(item) : slot.Item.StacksWith(item) && slot.Item.Count < item.Prototype.StackSize);
    }

    public static int Remove(Inventory inventory, object? items, string what)
    {
        if (items is ItemStack { Item: { } model })
            return Stacks.Remove(inventory, model.Prototype.Name, model.Quality, model.Count);
        var (name, quality, _) = ItemSpecification.Identify(inventory.World, items, what);
        return Stacks.Remove(inventory, name!, quality ?? inventory.World.Prototypes.Normal, ItemSpecification.CountOf(inventory.World, items, what));
    }

    public static int CountItems(Inventory inventory, object? item, string what)
    {
        if (item is null)
            return Stacks.Count(inventory, null, null);
        var (name, quality, _) = ItemSpecification.Identify(inventory.World, item, what);
        return Stacks.Count(inventory, name, quality?.Name ?? (item is LuaTable ? "normal" : null));
    }

    public static LuaTable? FilterTable(Filter? filter) => filter is null
        ? null
        : new LuaTable { ["name"] = filter.Name, ["quality"] = filter.Quality, ["comparator"] = filter.Comparator };

    /// <summary>A filter from text, a prototype or a table; null for nil.</summary>
    /// <exception cref="ScriptErrorException">Unknown item, quality or comparator.</exception>
    public static Filter? ReadFilter(GameWorld world, object? value, string what)
    {
        if (value is null)
            return null;
        var (name, quality, table) = ItemSpecification.Identify(world, value, what);
        if (table is null)
            return new Filter(name, "normal", "=");
        if (name is null && quality is null)
            throw new ScriptErrorException($"{what}: a filter needs a name or a quality.");
        var comparator = table["comparator"] is { } text ? Filter.Canonical(Values.Text(text, what)) : "=";
        return new Filter(name, (quality ?? world.Prototypes.Normal).Name, comparator);
    }

    private static object? Do(Action action)
    {
        action();
        return null;
    }

    private static ItemStack Slot(Inventory inventory, double number) =>
        number >= 1 && number <= inventory.Size && Math.Floor(number) == number
            ? inventory[(int)number]
            : throw new ScriptErrorException($"Index out of bounds: {number} of {inventory.Size}.");

    private static int Index(Inventory inventory, Arguments arguments) =>
        arguments.Integer("index") is var index && index >= 1 && index <= inventory.Size
            ? index
            : throw new ScriptErrorException($"{arguments.Name}: index out of bounds: {index} of {inventory.Size}.");

    private static string? DefineName(Inventory inventory) => inventory.Kind switch
    {
        InventoryKind.Main => "character_main",
        InventoryKind.Guns => "character_guns",
        InventoryKind.Ammo => "character_ammo",
        InventoryKind.Armor => "character_armor",
        InventoryKind.Trash => "character_trash",
        InventoryKind.God => "god_main",
        InventoryKind.Editor => "editor_main",
        InventoryKind.Item => "item_main",
        InventoryKind.Fuel => "fuel",
        InventoryKind.BurntResult => "burnt_result",
        InventoryKind.Trunk or InventoryKind.VehicleAmmo or InventoryKind.VehicleFuel => inventory.NameInVehicle,
        _ => null,
    };

    private static Inventory WithBar(Inventory inventory) =>
        inventory.SupportsBar ? inventory : throw new ScriptErrorException("The inventory doesn't support a bar.");

    private static Inventory WithFilters(Inventory inventory) =>
        inventory.SupportsFilters ? inventory : throw new ScriptErrorException("The inventory doesn't support filters.");

    private static object? SetBar(Inventory inventory, Arguments arguments)
    {
        inventory.SetBar(arguments.Has("bar") ? arguments.Integer("bar") : null);
        inventory.SlotChanged();
        return null;
    }

    private static bool SetFilter(Inventory inventory, int index, Arguments arguments)
    {
        var filter = ReadFilter(inventory.World, arguments["filter"], arguments.Name);
        inventory[index].Filter = filter;
        inventory.SlotChanged();
        return true;
    }

    private static bool CanSetFilter(Inventory inventory, Arguments arguments)
    {
        if (!inventory.SupportsFilters)
            return false;
        _ = ReadFilter(inventory.World, arguments["filter"], arguments.Name);
        return arguments.Integer("index") is var index && index >= 1 && index <= inventory.Size;
    }

    private static int CopyIn(Inventory inventory, Item model, int count)
    {
        var inserted = 0;
        while (inserted < count)
        {
            var part = ItemForm.Read(inventory.World, ItemForm.Write(model, saved: true));
            part.Count = Math.Min(count - inserted, model.Prototype.StackSize);
            var moved = inventory.Insert(part);
            if (moved == 0)
                break;
            inserted += moved;
        }

        return inserted;
    }

    private static int InsertableCount(Inventory inventory, Arguments arguments)
    {
        var (name, quality, _) = ItemSpecification.Identify(inventory.World, arguments["item"], arguments.Name);
        var item = Item.Create(inventory.World, inventory.World.Prototypes.Items[name!], quality ?? inventory.World.Prototypes.Normal, 1);
        return inventory.Slots.Sum(slot => slot.Item is null
            ? slot.Accepts(item) ? item.Prototype.StackSize : 0
            : slot.Item.StacksWith(item) ? item.Prototype.StackSize - slot.Item.Count : 0);
    }

    private static LuaTable Contents(Inventory inventory) => new(inventory.Items
        .GroupBy(item => (item.Prototype.Name, Quality: item.Quality.Name))
        .OrderBy(group => group.Key)
        .Select(group => (object?)new LuaTable { ["name"] = group.Key.Name, ["quality"] = group.Key.Quality, ["count"] = group.Sum(item => item.Count) }));

    private static Results? FindItem(Inventory inventory, Arguments arguments)
    {
        var (name, quality, _) = ItemSpecification.Identify(inventory.World, arguments["item"], arguments.Name);
        var found = inventory.Slots.FirstOrDefault(slot => slot.Item is { } item && item.Prototype.Name == name && (quality is null || item.Quality == quality));
        return found is null ? null : new Results(found, found.Index);
    }

    private static Results? FindEmpty(Inventory inventory, Arguments arguments)
    {
        Item? probe = null;
        if (arguments["item"] is { } value)
        {
            var (name, quality, _) = ItemSpecification.Identify(inventory.World, value, arguments.Name);
            probe = Item.Create(inventory.World, inventory.World.Prototypes.Items[name!], quality ?? inventory.World.Prototypes.Normal, 1);
        }

        var found = inventory.Slots.FirstOrDefault(slot => slot.Item is null && (slot.Filter is null || (probe is not null && slot.Accepts(probe))));
        return found is null ? null : new Results(found, found.Index);
    }

    private static int CountEmpty(Inventory inventory, bool filtered, bool barred) => inventory.Slots.Count(slot =>
        slot.Item is null && (filtered || slot.Filter is null) && (barred || !inventory.SupportsBar || slot.Index < inventory.Bar));

    private static object? Resize(Inventory inventory, int size)
    {
        if (inventory.Kind != InventoryKind.Script)
            throw new ScriptErrorException("Only inventories made by scripts can be resized.");
        if (size is < 0 or > 65535)
            throw new ScriptErrorException($"resize: {size} is out of range.");
        // What does not fit any longer is lost, as in the game.
        inventory.Resize(size);
        return null;
    }

    private static object? Destroy(Inventory inventory)
    {
        if (inventory.Kind != InventoryKind.Script)
            throw new ScriptErrorException("Only inventories made by scripts can be destroyed.");
        inventory.Clear();
        inventory.Destroy();
        inventory.World.ScriptInventories.Remove(inventory.ScriptId);
        return null;
    }

    private static void SortAndMerge(Inventory inventory)
    {
        var order = inventory.World.Prototypes.Items.Keys.ToList();
        var items = inventory.Items.OrderBy(item => order.IndexOf(item.Prototype.Name)).ThenByDescending(item => item.Quality.Level).ToList();
        foreach (var slot in inventory.Slots)
            slot.Put(null);
        foreach (var item in items)
            inventory.Insert(item);
    }
}

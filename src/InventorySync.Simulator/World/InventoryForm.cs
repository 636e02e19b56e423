using System.Globalization;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime.Classes;

namespace InventorySync.Simulator.World;

/// <summary>Inventories as JSON: <c>{size, bar?, filters: {"slot": filter}, slots: {"slot": item}}</c>.</summary>
internal static class InventoryForm
{
    public static JsonObject Write(Inventory inventory, bool saved)
    {
        var filters = new JsonObject();
        var slots = new JsonObject();
        foreach (var slot in inventory.Slots)
        {
            var number = slot.Index.ToString(CultureInfo.InvariantCulture);
            if (slot.Filter is { } filter)
                filters[number] = WriteFilter(filter);
            if (slot.Item is { } item)
                slots[number] = ItemForm.Write(item, saved);
        }

        var form = new JsonObject { ["size"] = inventory.Size };
        if (inventory.SupportsBar && inventory.Bar <= inventory.Size)
            form["bar"] = inventory.Bar;
        form["filters"] = filters;
        form["slots"] = slots;
        return form;
    }

    /// <summary>Fills an empty inventory; saved ones become as large as they were.</summary>
    /// <exception cref="ScriptErrorException">A slot that is not there, or an item it does not take.</exception>
    public static void Read(Inventory inventory, JsonObject form, bool keepIdentity = false)
    {
        if (keepIdentity && (int?)form["size"] is { } size && size != inventory.Size)
            inventory.Resize(size);
        foreach (var (number, filter) in form["filters"] as JsonObject ?? [])
        {
            if (!keepIdentity || IsKnown(inventory.World, filter))
                Slot(inventory, number).Filter = ReadFilter(inventory.World, filter);
        }

        foreach (var (number, item) in form["slots"] as JsonObject ?? [])
        {
            // Items of a mod that is gone disappear with it when a save is loaded.
            if (keepIdentity && !IsKnown(inventory.World, item))
                continue;
            var slot = Slot(inventory, number);
            var one = ItemForm.Read(inventory.World, item!.AsObject(), keepIdentity);
            if (!keepIdentity && !slot.Accepts(one))
                throw new ScriptErrorException($"Slot {number} does not take {one.Prototype.Name}.");
            slot.Put(one);
        }

        inventory.SetBar((int?)form["bar"]);
    }

    public static JsonObject WriteFilter(Filter filter) => new()
    {
        ["name"] = filter.Name,
        ["quality"] = filter.Quality,
        ["comparator"] = filter.Comparator,
    };

    public static Filter? ReadFilter(GameWorld world, JsonNode? node) =>
        InventoryClass.ReadFilter(world, LuaJson.FromJson(node), "filter");

    private static bool IsKnown(GameWorld world, JsonNode? named) =>
        (string?)named?["name"] is not { } name || world.Prototypes.Items.ContainsKey(name);

    private static ItemStack Slot(Inventory inventory, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index >= 1 && index <= inventory.Size
            ? inventory[index]
            : throw new ScriptErrorException($"There is no slot {number}: the inventory has {inventory.Size}.");
}

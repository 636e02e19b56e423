using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>Slots of the quick bar as scripts read and write them: filters up to 2.0, slots of four kinds from 2.1 on.</summary>
internal static class QuickBar
{
    private const int Pages = 10;
    private const int SlotsBefore21 = 100;

    public static int Index(Arguments arguments) => arguments.Integer("index") is >= 1 and <= SlotsBefore21 and var index
        ? index
        : throw new ScriptErrorException($"{arguments.Name}: index must be 1 to {SlotsBefore21}.");

    public static int Place(Player player, Arguments arguments)
    {
        var width = player.World.Setup.QuickBarWidth;
        var (page, column) = (arguments.Integer("page_index"), arguments.Integer("slot_index"));
        if (page < 1 || page > Pages || column < 1 || column > width)
            throw new ScriptErrorException($"{arguments.Name}: there is no slot {column} on page {page}.");
        return ((page - 1) * width) + column;
    }

    public static LuaTable? Filter(Player player, int index) =>
        player.QuickBar.TryGetValue(index, out var slot) ? Table(slot) : null;

    public static LuaTable? Slot(Player player, int index)
    {
        if (!player.QuickBar.TryGetValue(index, out var slot))
            return null;
        var table = new LuaTable { ["type"] = slot.Type };
        switch (slot.Type)
        {
            case "item" when Item(player, slot) is { } item:
                table["item"] = item;
                break;
            case "item":
                // The item is gone; what is left of the slot is its kind.
                table["type"] = "filter";
                table["filter"] = Table(slot);
                break;
            case "record":
                table["record"] = player.World.Library.Find(record => record.Number == slot.Record);
                break;
            case "remote":
                table["filter"] = Table(slot);
                table["selection"] = new LuaTable();
                break;
            default:
                table["filter"] = Table(slot);
                break;
        }

        return table;
    }

    public static object? Set(Player player, int index, Arguments arguments)
    {
        if (Read(player, arguments["filter"], arguments.Name) is { } slot)
            player.QuickBar[index] = slot;
        else
            player.QuickBar.Remove(index);
        player.World.Raise("on_player_set_quick_bar_slot", ("player_index", player.Index));
        return null;
    }

    private static QuickBarSlot? Read(Player player, object? value, string what)
    {
        if (value is ItemStack { Item: { } stacked })
            return Of(stacked);
        if (value is not LuaTable typed || typed["type"] is not string type || player.World.Facts.Version == "2.0")
            return value is null ? null : ReadFilter(player, value, what, comparators: player.World.Facts.Version != "2.0");
        return type switch
        {
            "filter" => ReadFilter(player, typed["filter"], what, comparators: true),
            "remote" => ReadFilter(player, typed["filter"], what, comparators: true) with { Type = "remote" },
            "item" => Of(Values.Object<Item>(typed["item"], what)),
            "record" when Values.Object<LibraryRecord>(typed["record"], what) is var record =>
                new QuickBarSlot(record.Type, "normal", null) { Type = "record", Record = record.Number },
            _ => throw new ScriptErrorException($"{what}: there are no slots of the type {type}."),
        };
    }

    private static QuickBarSlot ReadFilter(Player player, object? value, string what, bool comparators)
    {
        var (name, quality, table) = ItemSpecification.Identify(player.World, value, what);
        if (name is null)
            throw new ScriptErrorException($"{what}: a filter needs a name.");
        // 2.0 takes an item with a quality, and no comparator.
        return new QuickBarSlot(
            name,
            (quality ?? player.World.Prototypes.Normal).Name,
            comparators && table?["comparator"] is string comparator ? World.Filter.Canonical(comparator) : null);
    }

    private static QuickBarSlot Of(Item item) => new(item.Prototype.Name, item.Quality.Name, null)
    {
        Type = item.Number == 0 ? "filter" : "item",
        ItemNumber = item.Number == 0 ? null : item.Number,
    };

    private static Item? Item(Player player, QuickBarSlot slot) =>
        SavedObjects.AllItems(player.World).FirstOrDefault(item => item.Number == slot.ItemNumber);

    private static LuaTable Table(QuickBarSlot slot) => new()
    {
        ["name"] = slot.Name,
        ["quality"] = slot.Quality,
        ["comparator"] = slot.Comparator ?? "=",
    };
}

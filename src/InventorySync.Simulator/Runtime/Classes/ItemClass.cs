using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaItem: an item with identity, independent of the slot it lies in.</summary>
internal static class ItemClass
{
    public static ApiClass<Item> Define(ApiClass common) => new ApiClass<Item>("LuaItem", common)
        .Read("name", i => i.Prototype.Name)
        .Read("type", i => i.Prototype.Type)
        .Read("prototype", i => i.Prototype)
        .Read("quality", i => i.Quality)
        .Read("item_stack", i => i.Stack);
}

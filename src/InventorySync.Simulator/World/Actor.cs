using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>What players and characters have in common: most of a player's members act on his body.</summary>
internal abstract class Actor(GameWorld world) : ApiObject
{
    public GameWorld World => world;

    /// <summary>The body that members about bodies concern; null when there is none.</summary>
    public abstract Character? Body { get; }

    public abstract Force Force { get; set; }

    public abstract Surface Surface { get; }

    public abstract Position Position { get; }

    public abstract ItemStack? CursorStack { get; }

    /// <summary>The inventory with this name of <c>defines.inventory</c>, null if there is none now.</summary>
    public abstract Inventory? FindInventory(string name);
}

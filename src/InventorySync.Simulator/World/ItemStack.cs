using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A place for one stack: a slot of an inventory, or a hand.</summary>
internal sealed class ItemStack(GameWorld world) : ApiObject
{
    public override string ClassName => "LuaItemStack";

    public override bool IsValid => Inventory is null ? Player is { Connected: true } : Inventory.IsValid && Index <= Inventory.Size;

    public override string? SaveName => Inventory is null ? $"cursor/{Player!.Index}" : Inventory.SaveName is { } name ? $"{name}/slot/{Index}" : null;

    public GameWorld World => world;

    /// <summary>The inventory it is a slot of, null for a hand.</summary>
    public Inventory? Inventory { get; init; }

    /// <summary>Slot number from 1.</summary>
    public int Index { get; init; }

    /// <summary>Whose hand it is.</summary>
    public Player? Player { get; init; }

    public Filter? Filter { get; set; }

    public Item? Item { get; private set; }

    /// <summary>The item, for members that need one.</summary>
    /// <exception cref="ScriptErrorException">The stack is empty.</exception>
    public Item Present => Item ?? throw new ScriptErrorException("LuaItemStack API call when LuaItemStack was invalid for read.");

    /// <summary>Whether the item may lie here: its kind fits the inventory and the filter lets it in.</summary>
    public bool Accepts(Item item) =>
        (Inventory?.Accepts(item.Prototype) ?? true) && (Filter?.Allows(item, world) ?? true);

    /// <summary>Puts an item here, or nothing, without asking <see cref="Accepts"/>.</summary>
    public void Put(Item? item)
    {
        if (Item is { } old && old != item && old.Stack == this)
            old.Stack = null;
        Item = item;
        if (item is not null)
            item.Stack = this;
        Changed();
    }

    /// <summary>Forgets an item whose count went to 0, and tells the world that something changed.</summary>
    public void Changed()
    {
        if (Item is { Count: <= 0 })
        {
            Item.Stack = null;
            Item = null;
        }

        if (Inventory is not null)
            Inventory.SlotChanged();
        else
            world.CursorChanged(Player!);
    }

    /// <summary>Moves as much as fits from an item into this place; answers how many were moved.</summary>
    public int Take(Item source, int count)
    {
        if (count <= 0)
            return 0;
        if (Item is null)
        {
            if (!Accepts(source))
                return 0;
            var from = source.Stack;
            if (count >= source.Count)
            {
                // The whole item moves and stays what it is.
                var all = source.Count;
                from?.Put(null);
                Put(source);
                return all;
            }

            Put(source.Split(count));
            from?.Changed();
            return Item!.Count;
        }

        if (!Item.StacksWith(source))
            return 0;
        var moved = Item.Absorb(source, count);
        Changed();
        source.Stack?.Changed();
        return moved;
    }
}

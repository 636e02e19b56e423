using InventorySync.Simulator.Prototypes;

namespace InventorySync.Simulator.World;

/// <summary>Plain items in and out of inventories, by name and number.</summary>
internal static class Stacks
{
    public static int Count(Inventory inventory, string? name, string? quality) =>
        inventory.Items.Where(item => (name is null || item.Prototype.Name == name) && (quality is null || item.Quality.Name == quality)).Sum(item => item.Count);

    /// <summary>Inserts fresh items; answers how many went in.</summary>
    public static int Insert(Inventory inventory, ItemPrototype prototype, QualityPrototype quality, int count)
    {
        var inserted = 0;
        while (inserted < count)
        {
            var moved = inventory.Insert(Item.Create(inventory.World, prototype, quality, count - inserted));
            if (moved == 0)
                break;
            inserted += moved;
        }

        return inserted;
    }

    /// <summary>Takes items out, from the last slot on; answers how many.</summary>
    public static int Remove(Inventory inventory, string name, QualityPrototype quality, int count)
    {
        var removed = 0;
        for (var number = inventory.Size; number >= 1 && removed < count; number--)
        {
            var slot = inventory[number];
            if (slot.Item is not { } item || item.Prototype.Name != name || item.Quality != quality)
                continue;
            var taken = Math.Min(item.Count, count - removed);
            item.Count -= taken;
            removed += taken;
            slot.Changed();
        }

        return removed;
    }
}

using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>Slots that belong together. Filters stay when the contents are cleared.</summary>
internal sealed class Inventory : ApiObject
{
    private readonly List<ItemStack> _slots = [];
    private bool _destroyed;

    public Inventory(GameWorld world, InventoryKind kind, int size)
    {
        World = world;
        Kind = kind;
        Grow(size);
    }

    public override string ClassName => "LuaInventory";

    public override bool IsValid => !_destroyed && Kind switch
    {
        InventoryKind.Script => true,
        InventoryKind.Item => Item is { Stack.IsValid: true } item && item.Stack.Item == item,
        InventoryKind.Fuel or InventoryKind.BurntResult => Equipment!.IsValid,
        InventoryKind.Trunk or InventoryKind.VehicleAmmo or InventoryKind.VehicleFuel => Vehicle!.IsValid,
        InventoryKind.God or InventoryKind.Editor => Player!.Connected || Player.GodInventory == this,
        _ => Character!.IsValid,
    };

    public override string? SaveName => Kind switch
    {
        InventoryKind.Script => $"inventory/script/{ScriptId}",
        InventoryKind.Item => Item?.SaveName is { } item ? $"inventory/{item}" : null,
        InventoryKind.God or InventoryKind.Editor => $"inventory/player/{Player!.Index}/{Kind}",
        InventoryKind.Fuel or InventoryKind.BurntResult => null,
        InventoryKind.Trunk or InventoryKind.VehicleAmmo or InventoryKind.VehicleFuel => $"inventory/vehicle/{Vehicle!.UnitNumber}/{NameInVehicle}",
        _ => $"inventory/character/{Character!.UnitNumber}/{Kind}",
    };

    public GameWorld World { get; }

    public InventoryKind Kind { get; }

    public int Size => _slots.Count;

    /// <summary>First barred slot, from 1; one above the size when the bar is not set.</summary>
    public int Bar { get; private set; }

    public bool SupportsBar => Kind is InventoryKind.Script or InventoryKind.Trunk || (Kind is InventoryKind.Item && !IsOfBook);

    public bool SupportsFilters => Kind is InventoryKind.Main or InventoryKind.God or InventoryKind.Editor or InventoryKind.Guns or InventoryKind.Ammo or InventoryKind.Trunk || (Kind is InventoryKind.Item && !IsOfBook);

    public Character? Character { get; init; }

    public Player? Player { get; init; }

    public Item? Item { get; init; }

    public Equipment? Equipment { get; init; }

    public Vehicle? Vehicle { get; init; }

    /// <summary>Name in <c>defines.inventory</c> of an inventory of a vehicle.</summary>
    public string? NameInVehicle { get; init; }

    /// <summary>Number of an inventory made by <c>game.create_inventory</c>, 0 for others.</summary>
    public int ScriptId { get; init; }

    /// <summary>The script that made it.</summary>
    public string? ModOwner { get; init; }

    public IReadOnlyList<ItemStack> Slots => _slots;

    public IEnumerable<Item> Items => _slots.Where(slot => slot.Item is not null).Select(slot => slot.Item!);

    public bool IsEmpty => _slots.All(slot => slot.Item is null);

    public bool IsFiltered => _slots.Any(slot => slot.Filter is not null);

    /// <summary>The slot with this number, from 1.</summary>
    [System.Runtime.CompilerServices.IndexerName("Slot")]
    public ItemStack this[int number] => _slots[number - 1];

    /// <summary>Whether the inventory is for items of this kind.</summary>
    public bool Accepts(ItemPrototype item) => Kind switch
    {
        InventoryKind.Armor => item.IsArmor,
        InventoryKind.Guns => item.Type == "gun",
        InventoryKind.Ammo or InventoryKind.VehicleAmmo => item.IsAmmo,
        InventoryKind.Fuel or InventoryKind.VehicleFuel => item.FuelCategory is not null,
        InventoryKind.BurntResult => World.Prototypes.Items.Values.Any(fuel => fuel.BurntResult == item.Name),
        InventoryKind.Item when Item!.Prototype.Type == "blueprint-book" => item.Type is "blueprint" or "blueprint-book" or "upgrade-item" or "deconstruction-item",
        // A bag within itself could never be taken out again.
        InventoryKind.Item => item.Type != "item-with-inventory" || item.Name != Item.Prototype.Name,
        _ => true,
    };

    public void SlotChanged()
    {
        if (IsOfBook)
            BookContents.Changed(this);
        else
            World.InventoryChanged(this);
    }

    /// <summary>The inside of a blueprint book, which grows and shrinks with its contents [verify].</summary>
    public bool IsOfBook => Kind == InventoryKind.Item && Item!.IsBook;

    /// <summary>The book's slots are being filled from its string, or shrink after a change.</summary>
    public bool IsSettling { get; set; }

    public void SetBar(int? firstBarred) =>
        Bar = firstBarred is { } bar ? Math.Clamp(bar, 1, Size + 1) : Size + 1;

    /// <summary>Takes out all contents. Filters and bar stay.</summary>
    public void Clear()
    {
        foreach (var slot in _slots.Where(slot => slot.Item is not null))
            slot.Put(null);
    }

    /// <summary>Changes the number of slots; answers what lay in the slots that went away.</summary>
    public IReadOnlyList<Item> Resize(int size)
    {
        if (size >= Size)
        {
            Grow(size);
            return [];
        }

        var barred = Bar <= Size;
        var removed = _slots[size..];
        _slots.RemoveRange(size, removed.Count);
        Bar = barred ? Math.Min(Bar, size + 1) : size + 1;
        var items = removed.Where(slot => slot.Item is not null).Select(slot => slot.Item!).ToList();
        foreach (var item in items)
            item.Stack = null;
        SlotChanged();
        return items;
    }

    public void Destroy() => _destroyed = true;

    /// <summary>
    /// Puts in as much of an item as fits: onto equal stacks first, then into slots filtered for it, then into free
    /// slots below the bar. Answers how many went in; the item's count is what is left.
    /// </summary>
    public int Insert(Item item)
    {
        var inserted = 0;
        foreach (var slot in Open.Where(slot => slot.Item?.StacksWith(item) == true))
            inserted += slot.Take(item, item.Count);
        foreach (var filtered in (bool[])[true, false])
        {
            while (item.Count > 0 && Free(item, filtered) is { } slot)
            {
                var moved = slot.Take(item, Math.Min(item.Count, item.Prototype.StackSize));
                if (moved == 0)
                    break;
                inserted += moved;
                if (slot.Item == item)
                    return inserted;
            }
        }

        return inserted;
    }

    private IEnumerable<ItemStack> Open => _slots.Take(SupportsBar ? Bar - 1 : Size);

    private ItemStack? Free(Item item, bool filtered)
    {
        var free = Open.FirstOrDefault(slot => slot.Item is null && slot.Filter is not null == filtered && slot.Accepts(item));
        if (free is not null || filtered || !IsOfBook || !Accepts(item.Prototype) || Size >= BookContents.MaximumSlots)
            return free;
        Grow(Size + 1);
        return _slots[^1];
    }

    private void Grow(int size)
    {
        var barred = Bar != 0 && Bar <= Size;
        while (Size < size)
            _slots.Add(new ItemStack(World) { Inventory = this, Index = Size + 1 });
        if (!barred)
            Bar = Size + 1;
    }
}

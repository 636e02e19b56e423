using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaItemStack: a slot with what lies in it.</summary>
internal static class ItemStackClass
{
    public static ApiClass<ItemStack> Define(ApiClass common) => new ApiClass<ItemStack>("LuaItemStack", common)
        .Read("valid_for_read", s => s.Item is not null)
        .Read("name", s => s.Present.Prototype.Name)
        .Read("type", s => s.Present.Prototype.Type)
        .Read("prototype", s => s.Present.Prototype)
        .Read("quality", s => s.Present.Quality)
        .Read("is_module", s => s.Present.Prototype.Type == "module")
        .Read("item", s => s.Present.Prototype.HasIdentity ? s.Item : null)
        .ReadWrite("count", s => s.Present.Count, (s, value) => SetCount(s, Values.Integer(value, "count")))
        .ReadWrite("health", s => s.Present.Health, (s, value) => Change(s, item => item.Health = Values.Number(value, "health")))
        .ReadWrite("spoil_percent", s => s.Present.SpoilPercent, (s, value) => Change(s, item => item.SpoilPercent = Values.Number(value, "spoil_percent")))
        .ReadWrite("spoil_tick", s => s.Present.SpoilTick, (s, value) => SetSpoilTick(s, Values.Long(value, "spoil_tick")))
        .Method("set_stack", "stack?", (s, a) => SetStack(s, a["stack"], a.Name))
        .Method("can_set_stack", "stack?", (s, a) => a["stack"] is not { } value || s.Accepts(ItemSpecification.Create(s.World, value, a.Name)))
        .Method("clear", "", (s, _) =>
        {
            s.Put(null);
            return null;
        })
        .Method("swap_stack", "stack", (s, a) => Swap(s, a.Object<ItemStack>("stack")))
        .Method("transfer_stack", "stack, amount?", (s, a) => Transfer(s, a))
        .Method("create_grid", "", (s, _) => CreateGrid(s.Present))
        .Method("export_stack", "", (s, _) => ExportString.Write(s.Present))
        .Method("import_stack", "data", (s, a) => ExportString.Import(s, a.Bytes("data")))
        .Method("spoil", "", (s, _) => Change(s, item => item.SpoilPercent = 1))
        .Method("add_ammo", "amount", (s, a) => Change(s, item => item.Ammo = Math.Clamp(item.Ammo + a.Integer("amount"), 1, item.Prototype.MagazineSize)))
        .Method("drain_ammo", "amount", (s, a) => Change(s, item => item.Ammo = Math.Clamp(item.Ammo - a.Integer("amount"), 1, item.Prototype.MagazineSize)))
        .Method("add_durability", "amount", (s, a) => Change(s, item => item.Durability = Math.Clamp((item.Durability ?? 0) + a.Number("amount"), 0, item.MaximumDurability ?? 0)))
        .Method("drain_durability", "amount", (s, a) => Change(s, item => item.Durability = Math.Clamp((item.Durability ?? 0) - a.Number("amount"), 0, item.MaximumDurability ?? 0)));

    private static object? Change(ItemStack stack, Action<Item> change)
    {
        change(stack.Present);
        stack.Changed();
        return null;
    }

    private static void SetCount(ItemStack stack, int count)
    {
        if (count < 0)
            throw new ScriptErrorException("count: must not be negative.");
        Change(stack, item => item.Count = Math.Min(count, item.Prototype.StackSize));
    }

    private static void SetSpoilTick(ItemStack stack, long tick) =>
        Change(stack, item =>
        {
            if (item.SpoilTicks > 0)
                item.SpoilPercent = 1 - ((tick - stack.World.Tick) / (double)item.SpoilTicks);
        });

    private static bool SetStack(ItemStack stack, object? value, string what)
    {
        if (value is null || (value is ItemStack { Item: null }))
        {
            stack.Put(null);
            return true;
        }

        if (ItemSpecification.CountOf(stack.World, value, what) < 1)
            throw new ScriptErrorException($"{what}: count must be positive.");
        var item = ItemSpecification.Create(stack.World, value, what);
        if (!stack.Accepts(item))
            return false;
        stack.Put(item);
        return true;
    }

    private static bool Swap(ItemStack one, ItemStack other)
    {
        var (mine, theirs) = (one.Item, other.Item);
        if ((theirs is not null && !one.Accepts(theirs)) || (mine is not null && !other.Accepts(mine)))
            return false;
        one.Put(null);
        other.Put(null);
        one.Put(theirs);
        other.Put(mine);
        return true;
    }

    private static bool Transfer(ItemStack target, Arguments arguments)
    {
        var source = arguments["stack"];
        if (source is ItemStack { Item: { } item } from)
        {
            if (from == target)
                return false;
            var wanted = Math.Min((int)arguments.Number("amount", item.Count), item.Count);
            return target.Take(item, wanted) == wanted;
        }

        if (source is ItemStack)
            return false;
        var fresh = ItemSpecification.Create(target.World, source, arguments.Name);
        var count = fresh.Count;
        return target.Take(fresh, count) == count;
    }

    private static EquipmentGrid CreateGrid(Item item)
    {
        if (item.Grid is not null)
            throw new ScriptErrorException("The item already has an equipment grid.");
        if (item.Prototype.EntityGrid is not { } grid)
            throw new ScriptErrorException($"The item {item.Prototype.Name} can have no equipment grid.");
        item.Grid = new EquipmentGrid(item.World, item.World.Prototypes.Grids[grid], item.Quality) { Item = item };
        return item.Grid;
    }
}

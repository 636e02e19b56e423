using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaEquipmentGrid.</summary>
internal static class EquipmentGridClass
{
    public static ApiClass<EquipmentGrid> Define() => new ApiClass<EquipmentGrid>("LuaEquipmentGrid")
        .Read("equipment", g => new LuaTable(g.Equipment))
        .Read("width", g => g.Width)
        .Read("height", g => g.Height)
        .Read("prototype", g => g.Prototype)
        .Read("unique_id", g => g.UniqueId)
        .Read("inventory_bonus", g => g.InventoryBonus)
        .Read("movement_bonus", g => g.InhibitMovementBonus ? 0 : g.Equipment.Sum(e => e.Prototype.MovementBonus * e.Quality.Multiplier))
        .Read("max_shield", g => g.Equipment.Sum(e => e.MaximumShield))
        .Read("shield", g => g.Equipment.Sum(e => e.Shield))
        .Read("battery_capacity", g => Batteries(g).Sum(e => e.MaximumEnergy))
        .Read("available_in_batteries", g => Batteries(g).Sum(e => e.Energy))
        .Read("itemstack_owner", g => g.Item?.Stack)
        .Read("entity_owner", g => g.Item?.Stack?.Inventory is { Kind: InventoryKind.Armor } worn ? worn.Character : null)
        .Read("player_owner", g => g.Item?.Stack?.Inventory is { Kind: InventoryKind.Armor } worn ? worn.Character!.Player : null)
        .ReadWrite("inhibit_movement_bonus", g => g.InhibitMovementBonus, (g, value) => g.InhibitMovementBonus = Values.Boolean(value, "inhibit_movement_bonus"))
        .TableMethod("put", "name, quality?, position?, by_player?, ghost?", (g, a) => Put(g, a))
        .TableMethod("take", "position?, equipment?, by_player?", (g, a) => Take(g, a))
        .Method("take_all", "by_player?", (g, _) => TakeAll(g))
        .Method("clear", "by_player?", (g, _) =>
        {
            g.Clear();
            return null;
        })
        .Method("get", "position", (g, a) => At(g, a["position"], a.Name))
        .Method("find", "equipment, search_ghosts?", (g, a) => Find(g, a))
        .Method("count", "equipment?", (g, a) => g.Equipment.Count(e => !a.Has("equipment") || e.Name == a.Text("equipment")))
        .Method("get_contents", "", (g, _) => Contents(g))
        .Method("order_removal", "equipment", (g, a) => OrderRemoval(g, Member(g, a)))
        .Method("cancel_removal", "equipment", (g, a) => CancelRemoval(Member(g, a)));

    private static IEnumerable<Equipment> Batteries(EquipmentGrid grid) =>
        grid.Equipment.Where(e => e.Prototype.Type == "battery-equipment");

    private static Equipment? Put(EquipmentGrid grid, Arguments arguments)
    {
        var name = ItemSpecification.NameOf(arguments["name"], arguments.Name);
        if (!grid.World.Prototypes.Equipment.TryGetValue(name, out var prototype))
            throw new ScriptErrorException($"Unknown equipment name: {name}");
        var quality = ItemSpecification.FindQuality(grid.World, arguments["quality"]);
        var position = arguments["position"] is { } given ? Cell(given, arguments.Name) : ((int, int)?)null;
        var piece = grid.Put(prototype, quality, position, arguments.Boolean("ghost"));
        if (piece is not null)
            grid.World.Raise("on_equipment_inserted", ("grid", grid), ("equipment", piece));
        return piece;
    }

    private static LuaTable? Take(EquipmentGrid grid, Arguments arguments)
    {
        var piece = arguments["equipment"] as Equipment ?? At(grid, arguments["position"], arguments.Name);
        return piece is null ? null : TakeOut(grid, piece);
    }

    private static LuaTable TakeAll(EquipmentGrid grid) =>
        new(grid.Equipment.ToList().Select(piece => (object?)TakeOut(grid, piece)));

    private static LuaTable? TakeOut(EquipmentGrid grid, Equipment piece)
    {
        grid.Remove(piece);
        grid.World.Raise("on_equipment_removed", ("grid", grid), ("equipment", piece.Prototype.Name), ("quality", piece.Quality.Name), ("count", 1));
        return piece.IsGhost || piece.Prototype.Item is not { } item
            ? null
            : new LuaTable { ["name"] = item, ["count"] = 1, ["quality"] = piece.Quality.Name };
    }

    private static Equipment? Find(EquipmentGrid grid, Arguments arguments)
    {
        var name = arguments["equipment"] is LuaTable table ? ItemSpecification.NameOf(table["name"], arguments.Name) : ItemSpecification.NameOf(arguments["equipment"], arguments.Name);
        return grid.Equipment.FirstOrDefault(e => e.Prototype.Name == name && (!e.IsGhost || arguments.Boolean("search_ghosts")));
    }

    private static LuaTable Contents(EquipmentGrid grid) => new(grid.Equipment
        .GroupBy(e => (e.Name, Quality: e.Quality.Name))
        .OrderBy(group => group.Key)
        .Select(group => (object?)new LuaTable { ["name"] = group.Key.Name, ["quality"] = group.Key.Quality, ["count"] = group.Count() }));

    private static bool OrderRemoval(EquipmentGrid grid, Equipment piece)
    {
        // Ghosts go at once.
        if (piece.IsGhost)
            grid.Remove(piece);
        else
            piece.ToBeRemoved = true;
        return true;
    }

    private static bool CancelRemoval(Equipment piece)
    {
        piece.ToBeRemoved = false;
        return true;
    }

    private static Equipment Member(EquipmentGrid grid, Arguments arguments)
    {
        var piece = arguments.Object<Equipment>("equipment");
        return piece.Grid == grid ? piece : throw new ScriptErrorException($"{arguments.Name}: that equipment is in another grid.");
    }

    private static Equipment? At(EquipmentGrid grid, object? position, string what)
    {
        var (x, y) = Cell(position, what);
        return grid.At(x, y);
    }

    private static (int X, int Y) Cell(object? value, string what)
    {
        var table = Values.Table(value, what);
        return (Values.Integer(table["x"] ?? table[1], what), Values.Integer(table["y"] ?? table[2], what));
    }
}

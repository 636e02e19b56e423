using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaEquipment.</summary>
internal static class EquipmentClass
{
    public static ApiClass<Equipment> Define() => new ApiClass<Equipment>("LuaEquipment")
        .Read("name", e => e.Name)
        .Read("type", e => e.IsGhost ? "equipment-ghost" : e.Prototype.Type)
        .Read("position", e => new LuaTable { ["x"] = e.Position.X, ["y"] = e.Position.Y })
        .Read("shape", e => new LuaTable { ["width"] = e.Prototype.Width, ["height"] = e.Prototype.Height })
        .Read("prototype", e => e.Prototype)
        .Read("quality", e => e.Quality)
        .Read("ghost_name", e => Ghost(e).Prototype.Name)
        .Read("ghost_type", e => Ghost(e).Prototype.Type)
        .Read("ghost_prototype", e => Ghost(e).Prototype)
        .Read("to_be_removed", e => e.ToBeRemoved)
        .Read("burner", e => e.Burner)
        .Read("max_energy", e => e.MaximumEnergy)
        .Read("max_shield", e => e.MaximumShield)
        .Read("movement_bonus", e => e.Prototype.MovementBonus * e.Quality.Multiplier)
        .Read("inventory_bonus", e => (int)(e.Prototype.InventorySizeBonus * e.Quality.Multiplier))
        .ReadWrite("energy", e => e.Energy, (e, value) => e.Energy = Values.Number(value, "energy"))
        .ReadWrite("shield", e => e.Shield, (e, value) => e.Shield = Values.Number(value, "shield"));

    private static Equipment Ghost(Equipment equipment) =>
        equipment.IsGhost ? equipment : throw new ScriptErrorException("The equipment is no ghost.");
}

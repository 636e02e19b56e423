using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaEntity, as far as it is a character.</summary>
internal static class EntityClass
{
    public static ApiClass<Character> Define(ApiClass control) => new ApiClass<Character>("LuaEntity", control)
        .Read("name", _ => "character")
        .Read("type", _ => "character")
        .Read("unit_number", e => e.UnitNumber)
        .Read("quality", e => e.Quality)
        .Read("player", e => e.Player is { Connected: true } player ? player : null)
        .ReadWrite("health", e => e.Health, (e, value) => e.Health = Values.Number(value, "health"))
        .Read("max_health", e => e.MaximumHealth)
        .Method("get_health_ratio", "", (e, _) => e.Health / e.MaximumHealth)
        .ReadWrite("selected_gun_index", e => e.SelectedGunIndex, (e, value) => SelectGun(e, Values.Integer(value, "selected_gun_index")))
        .ReadWrite("allow_dispatching_robots", e => e.AllowDispatchingRobots, (e, value) => e.AllowDispatchingRobots = Values.Boolean(value, "allow_dispatching_robots"))
        .Read("grid", e => e.Armor[1].Item?.Grid)
        .Method("get_logistic_point", "index?", (e, _) => e.Logistics.IsValid ? e.Logistics : null)
        .TableMethod("destroy", "do_cliff_correction?, raise_destroy?, player?, undo_index?", (e, _) =>
        {
            e.Destroy();
            return true;
        })
        .Method("die", "force?, cause?", (e, _) =>
        {
            if (e.Player is { } player)
                player.Die();
            else
                e.Destroy();
            return true;
        });

    private static void SelectGun(Character character, int index)
    {
        if (index < 1 || index > character.Guns.Size)
            throw new Lua.ScriptErrorException($"selected_gun_index: there is no gun slot {index}.");
        character.SelectedGunIndex = index;
    }
}

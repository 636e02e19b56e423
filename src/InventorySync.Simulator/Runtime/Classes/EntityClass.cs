using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaEntity, as far as it is a character or something that players sit in.</summary>
internal static class EntityClass
{
    public static ApiClass<Entity> Define(ApiClass control)
    {
        var entity = new ApiClass<Entity>("LuaEntity", control)
            .Read("name", e => e.EntityName)
            .Read("type", e => e.EntityType)
            .Read("unit_number", e => e.UnitNumber)
            .Read("quality", e => e is Character body ? body.Quality : e.World.Prototypes.Normal)
            .Read("player", e => Body(e, "player").Player is { Connected: true } player ? player : null)
            .ReadWrite("health", e => e.Health, (e, value) => e.Health = Values.Number(value, "health"))
            .Read("max_health", e => e.MaximumHealth)
            .Method("get_health_ratio", "", (e, _) => e.Health / e.MaximumHealth)
            .ReadWrite("selected_gun_index", e => Body(e, "selected_gun_index").SelectedGunIndex, (e, value) => SelectGun(Body(e, "selected_gun_index"), Values.Integer(value, "selected_gun_index")))
            .ReadWrite(
                "allow_dispatching_robots",
                e => Body(e, "allow_dispatching_robots").AllowDispatchingRobots,
                (e, value) => Body(e, "allow_dispatching_robots").AllowDispatchingRobots = Values.Boolean(value, "allow_dispatching_robots"))
            .ReadWrite(
                "tick_of_last_attack",
                e => Body(e, "tick_of_last_attack").TickOfLastAttack,
                (e, value) => Body(e, "tick_of_last_attack").TickOfLastAttack = Tick(value, "tick_of_last_attack"))
            .ReadWrite(
                "tick_of_last_damage",
                e => Body(e, "tick_of_last_damage").TickOfLastDamage,
                (e, value) => Body(e, "tick_of_last_damage").TickOfLastDamage = Tick(value, "tick_of_last_damage"))
            .Read("grid", e => e is Character body ? body.Armor[1].Item?.Grid : null)
            .Method("get_logistic_point", "index?", (e, _) => e is Character { Logistics.IsValid: true } body ? body.Logistics : null)
            .TableMethod("destroy", "do_cliff_correction?, raise_destroy?, player?, undo_index?", (e, _) =>
            {
                e.Destroy();
                return true;
            })
            .Method("die", "force?, cause?", (e, a) => Die(e, a["cause"] as Entity));
        DefineVehicles(entity);
        return entity;
    }

    private static long Tick(object? value, string what) => Values.Long(value, what) is >= 0 and <= uint.MaxValue and var tick
        ? tick
        : throw new Lua.ScriptErrorException($"{what}: no tick.");

    private static void DefineVehicles(ApiClass<Entity> entity) => entity
        .Method("get_driver", "", (e, _) => Driven(e, "get_driver").Driver)
        .Method("set_driver", "driver?", (e, a) => Seat(Driven(e, a.Name), a["driver"], asPassenger: false))
        .Method("get_passenger", "", (e, _) => WithPassenger(e, "get_passenger").Passenger)
        .Method("set_passenger", "passenger?", (e, a) => Seat(WithPassenger(e, a.Name), a["passenger"], asPassenger: true))
        .Method("force_finish_descending", "", (e, a) => Land(e, a.Name));

    private static bool Die(Entity entity, Entity? cause)
    {
        if (entity is Character { Player: { } player })
        {
            player.Die(cause: cause);
            return true;
        }

        entity.World.Raise("on_entity_died", ("entity", entity), ("cause", cause), ("force", entity.World.Forces["neutral"]));
        entity.Destroy();
        return true;
    }

    private static object? Seat(Vehicle vehicle, object? who, bool asPassenger)
    {
        var body = who switch
        {
            null => null,
            Character character => character,
            Player player => BodyOf(player),
            string name => BodyOf(vehicle.World.FindPlayer(name)),
            double index => BodyOf(vehicle.World.Players.Find(player => player.Index == (int)index)),
            _ => throw new ScriptErrorException("A character or a player expected."),
        };
        vehicle.Seat(body, asPassenger);
        if (vehicle.Kind.IsPod && body?.Player is { } inPod)
            inPod.SetController(ControllerType.Remote, null);
        return null;
    }

    private static Character BodyOf(Player? player) =>
        player is null
            ? throw new ScriptErrorException("There is no such player.")
            : player.Body ?? throw new ScriptErrorException("not simulated: a driver without a body");

    private static object? Land(Entity entity, string name)
    {
        if (entity is not Vehicle { Kind.IsPod: true } pod)
            throw new ScriptErrorException($"{name}: the entity is no cargo pod.");
        pod.Destroy();
        return null;
    }

    private static Vehicle Driven(Entity entity, string name) => entity is Vehicle { Kind.IsDriven: true } vehicle
        ? vehicle
        : throw new ScriptErrorException($"{name}: the entity is no vehicle.");

    private static Vehicle WithPassenger(Entity entity, string name) => entity is Vehicle { Kind.HasPassenger: true } vehicle
        ? vehicle
        : throw new ScriptErrorException($"{name}: the entity is no car, spidertron or cargo pod.");

    private static Character Body(Entity entity, string name) =>
        entity as Character ?? throw new ScriptErrorException($"LuaEntity.{name}: the entity is no character.");

    private static void SelectGun(Character character, int index)
    {
        if (index < 1 || index > character.Guns.Size)
            throw new ScriptErrorException($"selected_gun_index: there is no gun slot {index}.");
        character.SelectedGunIndex = index;
    }
}

using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaForce, LuaTechnology, LuaRecipe and LuaSurface.</summary>
internal static class ForceClasses
{
    public static ApiClass<Force> DefineForce() => new ApiClass<Force>("LuaForce")
        .Read("name", f => f.Name)
        .Read("index", f => f.Index)
        .Read("players", f => new LuaTable(f.World.Players.Where(player => player.Force == f)))
        .Read("connected_players", f => new LuaTable(f.World.ConnectedPlayers.Where(player => player.Force == f)))
        .Read("technologies", f => CustomTable.Of(f.Technologies))
        .Read("recipes", f => CustomTables.Recipes(f))
        .ReadWrite("character_inventory_slots_bonus", f => f.InventorySlotsBonus, (f, value) => f.InventorySlotsBonus = Values.Integer(value, "character_inventory_slots_bonus"))
        .ReadWrite("character_trash_slot_count", f => f.TrashSlots, (f, value) => f.TrashSlots = Values.Integer(value, "character_trash_slot_count"))
        .ReadWrite("character_logistic_requests", f => f.LogisticRequests, (f, value) => f.LogisticRequests = Values.Boolean(value, "character_logistic_requests"))
        .ReadWrite("character_health_bonus", f => f.HealthBonus, (f, value) => f.HealthBonus = Values.Number(value, "character_health_bonus"))
        .Method("research_all_technologies", "include_disabled_prototypes?", (f, _) => ResearchAll(f))
        .Method("enable_all_recipes", "", (f, _) => EnableRecipes(f))
        .Method("get_spawn_position", "surface", (_, _) => new Position(0, 0).ToTable())
        .Method("print", "message, print_settings?", (f, a) => Print(f, a["message"]))
        .Method("get_logistic_groups", "type?", (f, _) => new LuaTable(f.LogisticGroups.Keys.Order(StringComparer.Ordinal)));

    public static ApiClass<Technology> DefineTechnology() => new ApiClass<Technology>("LuaTechnology")
        .Read("name", t => t.Name)
        .Read("force", t => t.Force)
        .ReadWrite("researched", t => t.Researched, (t, value) => t.Researched = Values.Boolean(value, "researched"))
        .Method("research_recursive", "", (t, _) => t.Researched = true);

    public static ApiClass<Recipe> DefineRecipe() => new ApiClass<Recipe>("LuaRecipe")
        .Read("name", r => r.Prototype.Name)
        .Read("force", r => r.Force)
        .Read("prototype", r => r.Prototype)
        .Read("category", r => r.Prototype.Category)
        .Read("energy", r => r.Prototype.Energy)
        .Read("hidden", _ => false)
        .Read("ingredients", r => PrototypeClasses.Amounts(r.Prototype.Ingredients))
        .Read("products", r => PrototypeClasses.Amounts(r.Prototype.Results))
        .ReadWrite("enabled", r => r.Force.IsEnabled(r.Prototype), (r, value) => r.Force.Enable(r.Prototype, Values.Boolean(value, "enabled")));

    public static ApiClass<Surface> DefineSurface() => new ApiClass<Surface>("LuaSurface")
        .Read("name", s => s.Name)
        .Read("index", s => s.Index)
        .Read("platform", s => s.Platform)
        .Read("deletable", s => s.Index != 1)
        .Read("planet", _ => null)
        .TableMethod(
            "create_entity",
            "name, position, direction?, mirror?, quality?, force?, target?, source?, cause?, snap_to_grid?, fast_replace?, undo_index?, player?, character?, spill?, "
            + "raise_built?, create_build_effect_smoke?, spawn_decorations?, move_stuck_players?, item?, preserve_ghosts_and_corpses?, register_plant?, burner_fuel_inventory?",
            (s, a) => CreateEntity(s, a))
        .Method("find_non_colliding_position", "name, center, radius, precision, force_to_tile_center?", (_, a) => Position.From(a["center"], a.Name).ToTable());

    public static ApiClass<SpacePlatform> DefinePlatform() => new ApiClass<SpacePlatform>("LuaSpacePlatform")
        .Read("name", p => p.Surface.Name)
        .Read("index", p => p.Surface.Index)
        .Read("hub", p => p.Hub)
        .Read("surface", p => p.Surface);

    private static Vehicle CreateEntity(Surface surface, Arguments arguments)
    {
        var name = ItemSpecification.NameOf(arguments["name"], arguments.Name);
        if (!VehicleKind.All.TryGetValue(name, out var kind))
            throw new ScriptErrorException($"not simulated: entities of the kind {name}");
        var force = ControlClass.FindForce(surface.World, arguments["force"] ?? "enemy");
        var vehicle = new Vehicle(surface.World, kind, force, surface, Position.From(arguments["position"], arguments.Name));
        surface.World.Vehicles.Add(vehicle);
        return vehicle;
    }

    private static object? ResearchAll(Force force)
    {
        foreach (var technology in force.Technologies.Values)
            technology.Researched = true;
        return EnableRecipes(force);
    }

    private static object? EnableRecipes(Force force)
    {
        foreach (var recipe in force.World.Prototypes.Recipes.Values)
            force.Enable(recipe, true);
        return null;
    }

    private static object? Print(Force force, object? message)
    {
        foreach (var player in force.World.ConnectedPlayers.Where(player => player.Force == force))
            player.PrintLocalised(message);
        return null;
    }
}

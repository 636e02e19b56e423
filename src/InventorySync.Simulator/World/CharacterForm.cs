using System.Text.Json.Nodes;

namespace InventorySync.Simulator.World;

/// <summary>A body in a save.</summary>
internal static class CharacterForm
{
    public static JsonNode Write(Character body) => new JsonObject
    {
        ["unit_number"] = body.UnitNumber,
        ["name"] = body.EntityName,
        ["quality"] = body.Quality.Name,
        ["tick_of_last_attack"] = body.TickOfLastAttack,
        ["tick_of_last_damage"] = body.TickOfLastDamage,
        ["force"] = body.Force.Name,
        ["surface"] = body.Surface.Name,
        ["x"] = body.Position.X,
        ["y"] = body.Position.Y,
        ["bonuses"] = new JsonObject([.. body.Bonuses.Select(bonus => KeyValuePair.Create(bonus.Key, (JsonNode?)bonus.Value))]),
        ["mining_categories"] = new JsonArray([.. body.AdditionalMiningCategories.Select(category => (JsonNode)category)]),
        ["health"] = body.Health,
        ["selected_gun_index"] = body.SelectedGunIndex,
        ["allow_dispatching_robots"] = body.AllowDispatchingRobots,
        ["flashlight"] = body.Flashlight,
        ["armor"] = InventoryForm.Write(body.Armor, saved: true),
        ["main"] = InventoryForm.Write(body.Main, saved: true),
        ["guns"] = InventoryForm.Write(body.Guns, saved: true),
        ["ammo"] = InventoryForm.Write(body.Ammo, saved: true),
        ["trash"] = InventoryForm.Write(body.Trash, saved: true),
        ["logistics"] = LogisticsForm.Write(body.Logistics),
        ["crafting_queue"] = CraftingForm.Write(body.Crafting),
        ["crafting_queue_progress"] = body.Crafting.Progress,
    };

    public static Character Read(GameWorld world, JsonObject form)
    {
        var body = new Character(
            world,
            world.Forces[(string)form["force"]!],
            world.Surfaces.First(surface => surface.Name == (string)form["surface"]!),
            new Position((double)form["x"]!, (double)form["y"]!),
            world.Prototypes.Qualities[(string)form["quality"]!],
            (string?)form["name"] ?? "character")
        {
            UnitNumber = (uint)form["unit_number"]!,
        };
        foreach (var (name, value) in form["bonuses"]!.AsObject())
            body.Bonuses[name] = (double)value!;
        body.AdditionalMiningCategories.AddRange(form["mining_categories"]!.AsArray().Select(category => (string)category!));
        // Armour first: it makes main larger.
        InventoryForm.Read(body.Armor, form["armor"]!.AsObject(), keepIdentity: true);
        body.UpdateSizes();
        InventoryForm.Read(body.Main, form["main"]!.AsObject(), keepIdentity: true);
        InventoryForm.Read(body.Guns, form["guns"]!.AsObject(), keepIdentity: true);
        InventoryForm.Read(body.Ammo, form["ammo"]!.AsObject(), keepIdentity: true);
        InventoryForm.Read(body.Trash, form["trash"]!.AsObject(), keepIdentity: true);
        body.Health = (double)form["health"]!;
        body.TickOfLastAttack = (long?)form["tick_of_last_attack"] ?? 0;
        body.TickOfLastDamage = (long?)form["tick_of_last_damage"] ?? 0;
        body.SelectedGunIndex = (int)form["selected_gun_index"]!;
        body.AllowDispatchingRobots = (bool)form["allow_dispatching_robots"]!;
        body.Flashlight = (bool)form["flashlight"]!;
        LogisticsForm.Read(body.Logistics, form["logistics"]!.AsObject());
        CraftingForm.Read(body.Crafting, form["crafting_queue"]!.AsArray(), world);
        body.Crafting.Progress = (double)form["crafting_queue_progress"]!;
        return body;
    }
}

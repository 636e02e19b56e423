using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>The map in a save: versioned JSON, UTF-8.</summary>
internal static class WorldForm
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(GameWorld world)
    {
        var (items, grids, units, inventories) = world.Counters;
        var form = new JsonObject
        {
            ["version"] = Version,
            ["game_version"] = world.Setup.Version,
            ["tick"] = world.Tick,
            ["ticks_played"] = world.TicksPlayed,
            ["tick_paused"] = world.TickPaused,
            ["speed"] = world.Speed,
            ["random"] = world.RandomState.ToString(CultureInfo.InvariantCulture),
            ["script_commands_warned"] = world.ScriptCommandsWarned,
            ["last_player_index"] = world.LastPlayerIndex,
            ["counters"] = new JsonArray(items, grids, units, inventories),
            ["surfaces"] = new JsonArray([.. world.Surfaces.Select(surface => (JsonNode)new JsonObject { ["name"] = surface.Name, ["index"] = surface.Index, ["is_platform"] = surface.IsPlatform })]),
            ["forces"] = new JsonArray([.. world.Forces.Values.Select(WriteForce)]),
            ["characters"] = new JsonArray([.. world.Characters.Select(CharacterForm.Write)]),
            ["vehicles"] = new JsonArray([.. world.Vehicles.Select(VehicleForm.Write)]),
            ["players"] = new JsonArray([.. world.Players.Select(SavedPlayerForm.Write)]),
            ["script_inventories"] = new JsonArray([.. world.ScriptInventories.Values.Select(inventory => (JsonNode)new JsonObject
            {
                ["id"] = inventory.ScriptId, ["mod"] = inventory.ModOwner, ["inventory"] = InventoryForm.Write(inventory, saved: true),
            })]),
            ["permission_groups"] = new JsonArray([.. world.PermissionGroups.Select(group => (JsonNode)group)]),
            ["library"] = new JsonArray([.. world.Library.Select(record => (JsonNode)new JsonObject { ["number"] = record.Number, ["type"] = record.Type, ["label"] = record.Label })]),
            ["corpses"] = new JsonArray([.. world.Corpses.Select(corpse => (JsonNode)new JsonObject
            {
                ["player"] = corpse.PlayerName, ["tick"] = corpse.Tick, ["items"] = WriteItems(corpse.Items),
            })]),
            ["spilled"] = new JsonArray([.. world.Spilled.Select(entry => (JsonNode)new JsonObject
            {
                ["player"] = entry.PlayerName, ["item"] = ItemForm.Write(entry.Item, saved: true),
            })]),
        };
        return Encoding.UTF8.GetBytes(form.ToJsonString(Compact));
    }

    /// <summary>Fills a new world with what was saved.</summary>
    /// <exception cref="InvalidDataException">Another version.</exception>
    /// <exception cref="JsonException">No JSON.</exception>
    /// <exception cref="ScriptErrorException">Something in it is unknown to this server.</exception>
    /// <returns>The version of the game that wrote it.</returns>
    public static string Read(GameWorld world, byte[] saved)
    {
        var form = JsonNode.Parse(saved)!.AsObject();
        if ((int)form["version"]! != Version)
            throw new InvalidDataException($"The save's map has version {form["version"]}, this simulator reads {Version}.");
        world.Tick = (long)form["tick"]!;
        world.TicksPlayed = (long)form["ticks_played"]!;
        world.TickPaused = (bool)form["tick_paused"]!;
        world.Speed = (double)form["speed"]!;
        world.RandomState = ulong.Parse((string)form["random"]!, CultureInfo.InvariantCulture);
        world.ScriptCommandsWarned = (bool)form["script_commands_warned"]!;
        world.Surfaces.Clear();
        foreach (var surface in form["surfaces"]!.AsArray())
            world.AddSurface((string)surface!["name"]!, (bool)surface["is_platform"]!, (int?)surface["index"]);
        foreach (var force in form["forces"]!.AsArray())
            ReadForce(world, force!.AsObject());
        foreach (var character in form["characters"]!.AsArray())
            world.Characters.Add(CharacterForm.Read(world, character!.AsObject()));
        foreach (var vehicle in form["vehicles"]?.AsArray() ?? [])
            world.Vehicles.Add(VehicleForm.Read(world, vehicle!.AsObject()));
        foreach (var player in form["players"]!.AsArray())
            world.Players.Add(SavedPlayerForm.Read(world, player!.AsObject()));
        world.PermissionGroups.AddRange((form["permission_groups"]?.AsArray() ?? []).Select(group => (string)group!).Except(world.PermissionGroups));
        foreach (var record in form["library"]?.AsArray() ?? [])
            world.Library.Add(new LibraryRecord((int)record!["number"]!, (string)record["type"]!, (string)record["label"]!));
        foreach (var entry in form["script_inventories"]!.AsArray())
        {
            var inventory = world.AddScriptInventory(0, (string?)entry!["mod"] ?? "level", (int)entry["id"]!);
            InventoryForm.Read(inventory, entry["inventory"]!.AsObject(), keepIdentity: true);
        }

        foreach (var corpse in form["corpses"]!.AsArray())
            world.Corpses.Add(new Corpse((string)corpse!["player"]!, (long)corpse["tick"]!, ReadItems(world, corpse["items"]!.AsArray())));
        foreach (var entry in form["spilled"]!.AsArray())
            world.Spilled.Add(((string?)entry!["player"], ItemForm.Read(world, entry["item"]!.AsObject(), keepIdentity: true)));
        // Last: reading has used up numbers of its own.
        world.LastPlayerIndex = (int)form["last_player_index"]!;
        var counters = form["counters"]!.AsArray();
        world.Counters = ((ulong)counters[0]!, (uint)counters[1]!, (uint)counters[2]!, (int)counters[3]!);
        world.ForgetChanges();
        return (string)form["game_version"]!;
    }

    private static JsonArray WriteItems(IEnumerable<Item> items) => new([.. items.Select(item => (JsonNode)ItemForm.Write(item, saved: true))]);

    private static List<Item> ReadItems(GameWorld world, JsonArray items) =>
        items.Select(item => ItemForm.Read(world, item!.AsObject(), keepIdentity: true)).ToList();

    private static JsonNode WriteForce(Force force)
    {
        var groups = new JsonObject();
        foreach (var (name, slots) in force.LogisticGroups)
            groups[name] = LogisticsForm.WriteSlots(slots);
        return new JsonObject
        {
            ["name"] = force.Name,
            ["researched"] = new JsonArray([.. force.Technologies.Values.Where(technology => technology.Researched).Select(technology => (JsonNode)technology.Name)]),
            ["logistic_requests"] = force.LogisticRequests,
            ["trash_slots"] = force.TrashSlots,
            ["inventory_slots_bonus"] = force.InventorySlotsBonus,
            ["health_bonus"] = force.HealthBonus,
            ["enabled_recipes"] = new JsonArray([.. force.EnabledRecipes.Select(name => (JsonNode)name)]),
            ["disabled_recipes"] = new JsonArray([.. force.DisabledRecipes.Select(name => (JsonNode)name)]),
            ["logistic_groups"] = groups,
        };
    }

    private static void ReadForce(GameWorld world, JsonObject form)
    {
        var name = (string)form["name"]!;
        var force = world.Forces.TryGetValue(name, out var known) ? known : world.AddForce(name);
        foreach (var technology in form["researched"]!.AsArray())
            force.Technologies[(string)technology!].Researched = true;
        force.LogisticRequests = (bool)form["logistic_requests"]!;
        force.TrashSlots = (int)form["trash_slots"]!;
        force.InventorySlotsBonus = (int)form["inventory_slots_bonus"]!;
        force.HealthBonus = (double)form["health_bonus"]!;
        force.EnabledRecipes.UnionWith(form["enabled_recipes"]!.AsArray().Select(recipe => (string)recipe!));
        force.DisabledRecipes.UnionWith(form["disabled_recipes"]!.AsArray().Select(recipe => (string)recipe!));
        foreach (var (group, slots) in form["logistic_groups"]!.AsObject())
            force.LogisticGroups[group] = [.. slots!.AsArray().Select(LogisticsForm.ReadSlot)];
    }
}

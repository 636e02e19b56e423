using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaControl: what players and bodies have in common.</summary>
internal static class ControlClass
{
    private static readonly string[] Bonuses =
    [
        "character_crafting_speed_modifier", "character_mining_speed_modifier", "character_running_speed_modifier",
        "character_build_distance_bonus", "character_item_drop_distance_bonus", "character_reach_distance_bonus",
        "character_resource_reach_distance_bonus", "character_item_pickup_distance_bonus", "character_loot_pickup_distance_bonus",
        "character_inventory_slots_bonus", "character_trash_slot_count_bonus", "character_maximum_following_robot_count_bonus",
        "character_health_bonus",
    ];

    public static ApiClass<Actor> Define()
    {
        var control = new ApiClass<Actor>("LuaControl")
            .ReadWrite("force", c => c.Force, (c, value) => c.Force = FindForce(c.World, value))
            .Read("force_index", c => c.Force.Index)
            .Read("surface", c => c.Surface)
            .Read("surface_index", c => c.Surface.Index)
            .Read("position", c => c.Position.ToTable())
            .Read("vehicle", c => Seat(c, kind => kind.IsDriven))
            .Read("hub", c => Seat(c, kind => kind.IsHub))
            .Read("cargo_pod", c => Seat(c, kind => kind.IsPod))
            .ReadWrite("driving", c => Seat(c, kind => kind.IsDriven) is not null, (c, value) => SetDriving(c, Values.Boolean(value, "driving")))
            .Method("set_driving", "driving, force?", (c, a) => SetDriving(c, a.Boolean("driving")))
            .Read("cursor_stack", c => c.CursorStack)
            .ReadWrite("cheat_mode", c => AsPlayer(c).CheatMode, (c, value) => SetCheatMode(AsPlayer(c), Values.Boolean(value, "cheat_mode")))
            .ReadWrite("opened", c => AsPlayer(c).Opened, (c, value) => SetOpened(AsPlayer(c), value))
            .ReadWrite("cursor_ghost", c => GhostTable(AsPlayer(c)), (c, value) => SetGhost(AsPlayer(c), value))
            .ReadWrite("walking_state", c => new LuaTable { ["walking"] = false, ["direction"] = 0 }, (_, _) => { })
            .ReadWrite("riding_state", c => new LuaTable { ["acceleration"] = 0, ["direction"] = 0 }, (_, _) => { })
            .ReadWrite("mining_state", c => new LuaTable { ["mining"] = false }, (_, _) => { })
            .ReadWrite("shooting_state", c => new LuaTable { ["state"] = 0, ["position"] = c.Position.ToTable() }, (_, _) => { })
            .ReadWrite("picking_state", _ => false, (_, _) => { })
            .ReadWrite("repair_state", c => new LuaTable { ["repairing"] = false, ["position"] = c.Position.ToTable() }, (_, _) => { })
            .Read("following_robots", _ => new LuaTable())
            .Read("in_combat", _ => false)
            .ReadWrite("selected", _ => null, (_, _) => { })
            .ReadWrite(
                "character_additional_mining_categories",
                c => new LuaTable(Body(c).AdditionalMiningCategories),
                (c, value) =>
                {
                    var categories = Body(c).AdditionalMiningCategories;
                    categories.Clear();
                    categories.AddRange(Values.Table(value, "character_additional_mining_categories").Items.Select(item => Values.Text(item, "mining category")));
                })
            .Read("crafting_queue_size", c => Body(c).Crafting.Orders.Count)
            .Read("crafting_queue", c => CraftingQueue(Body(c)))
            .ReadWrite("crafting_queue_progress", c => Body(c).Crafting.Progress, (c, value) => SetProgress(Body(c), value))
            .TableMethod("begin_crafting", "count, recipe, silent?", (c, a) => BeginCrafting(c, a))
            .TableMethod("cancel_crafting", "index, count", (c, a) => CancelCrafting(c, a))
            .Method("get_inventory", "inventory", (c, a) => FindInventory(c, a.Integer("inventory")))
            .Method("get_main_inventory", "", (c, _) => c is Player player ? player.MainInventory : c.Body?.Main)
            .Method("get_max_inventory_index", "", (c, _) => c.World.Facts.Defines["inventory"].Length)
            .Method("can_insert", "items", (c, a) => MainOf(c) is { } main && InventoryClass.CanInsert(main, a["items"], a.Name))
            .Method("insert", "items", (c, a) => MainOf(c) is { } main ? InventoryClass.Insert(main, a["items"], a.Name) : 0)
            .Method("remove_item", "items", (c, a) => MainOf(c) is { } main ? InventoryClass.Remove(main, a["items"], a.Name) : 0)
            .Method("get_item_count", "item?", (c, a) => MainOf(c) is { } main ? InventoryClass.CountItems(main, a["item"], a.Name) : 0)
            .Method("has_items_inside", "", (c, _) => c.Body?.Inventories.Any(inventory => !inventory.IsEmpty) ?? false)
            .Method("clear_items_inside", "", (c, _) => ClearInventories(c))
            .Method("is_player", "", (c, _) => c is Player)
            .Method("is_cursor_empty", "", (c, _) => c.CursorStack?.Item is null)
            .Method("is_flashlight_enabled", "", (c, _) => Body(c).Flashlight)
            .Method("enable_flashlight", "", (c, _) => Body(c).Flashlight = true)
            .Method("disable_flashlight", "", (c, _) => Body(c).Flashlight = false)
            .Method("get_requester_point", "", (c, _) => c.Body is { Logistics.IsValid: true } body ? body.Logistics : null)
            .Method(
                "teleport",
                "position, surface?, raise_teleported?, snap_to_grid?, build_check_type?",
                (c, a) => Teleport(c, Position.From(a["position"], a.Name), a["surface"]));
        foreach (var bonus in Bonuses)
        {
            control.ReadWrite(
                bonus,
                c => Body(c).Bonuses.GetValueOrDefault(bonus),
                (c, value) => SetBonus(Body(c), bonus, Values.Number(value, bonus)));
        }

        return control;
    }

    public static Force FindForce(GameWorld world, object? value)
    {
        if (value is Force force)
            return force;
        if (value is double index && world.Forces.Values.FirstOrDefault(f => f.Index == (int)index) is { } byIndex)
            return byIndex;
        var name = Values.Text(value, "force");
        return world.Forces.TryGetValue(name, out var found) ? found : throw new ScriptErrorException($"Unknown force: {name}");
    }

    public static Surface FindSurface(GameWorld world, object? value) => value switch
    {
        Surface surface => surface,
        double index => world.Surfaces.FirstOrDefault(s => s.Index == (int)index) ?? throw new ScriptErrorException($"Unknown surface: {index}"),
        _ => world.Surfaces.FirstOrDefault(s => s.Name == Values.Text(value, "surface")) ?? throw new ScriptErrorException($"Unknown surface: {value}"),
    };

    /// <summary>Slots are compared with the game's rules, so the message names what is missing.</summary>
    public static Character Body(Actor control) =>
        control.Body ?? throw new ScriptErrorException("The player has no character.");

    public static Player AsPlayer(Actor control) =>
        control as Player ?? (control as Character)?.Player ?? throw new ScriptErrorException("This character has no player.");

    private static Inventory? MainOf(Actor control) => control is Player player ? player.MainInventory : control.Body?.Main;

    private static Inventory? FindInventory(Actor control, int define)
    {
        var names = control.World.Facts.Defines["inventory"];
        return define >= 0 && define < names.Length ? control.FindInventory(names[define]) : null;
    }

    private static void SetBonus(Character body, string bonus, double value)
    {
        body.Bonuses[bonus] = value;
        if (bonus is "character_inventory_slots_bonus" or "character_trash_slot_count_bonus")
            body.UpdateSizes();
        if (bonus == "character_health_bonus")
            body.Health = Math.Min(body.Health, body.MaximumHealth);
    }

    private static void SetCheatMode(Player player, bool value)
    {
        if (player.CheatMode == value)
            return;
        player.CheatMode = value;
        player.World.Raise(value ? "on_player_cheat_mode_enabled" : "on_player_cheat_mode_disabled", ("player_index", player.Index));
    }

    private static void SetOpened(Player player, object? value)
    {
        if (value is not null and not ApiObject)
            throw new ScriptErrorException("opened: an object of the game or nil expected.");
        player.Opened = value as ApiObject;
    }

    private static LuaTable? GhostTable(Player player) =>
        player.CursorGhost is { } ghost
            ? new LuaTable { ["name"] = player.World.Prototypes.Items[ghost.Name], ["quality"] = player.World.Prototypes.Qualities[ghost.Quality] }
            : null;

    private static void SetGhost(Player player, object? value)
    {
        if (value is null)
        {
            player.CursorGhost = null;
            return;
        }

        var (name, quality, _) = ItemSpecification.Identify(player.World, value, "cursor_ghost");
        player.CursorGhost = new QuickBarSlot(name!, (quality ?? player.World.Prototypes.Normal).Name, null);
    }

    private static LuaTable? CraftingQueue(Character body) => body.Crafting.Orders.Count == 0
        ? null
        : new LuaTable(body.Crafting.Orders.Select((order, i) => (object?)new LuaTable
        {
            ["index"] = i + 1,
            ["recipe"] = order.Recipe.Name,
            ["count"] = order.Count,
            ["prerequisite"] = order.IsPrerequisite,
        }));

    private static void SetProgress(Character body, object? value)
    {
        var progress = Values.Number(value, "crafting_queue_progress");
        if (body.Crafting.Orders.Count == 0)
            throw new ScriptErrorException("crafting_queue_progress: the queue is empty.");
        body.Crafting.Progress = Math.Clamp(progress, 0, 1);
    }

    private static int BeginCrafting(Actor control, Arguments arguments)
    {
        var name = ItemSpecification.NameOf(arguments["recipe"], $"{arguments.Name}: recipe");
        if (!control.World.Prototypes.Recipes.TryGetValue(name, out var recipe))
            throw new ScriptErrorException($"Unknown recipe: {name}");
        var count = arguments.Integer("count");
        if (count < 1)
            throw new ScriptErrorException($"{arguments.Name}: count must be positive.");
        var player = (Body(control).Player)!;
        control.World.Raise("on_pre_player_crafted_item", ("player_index", player.Index), ("recipe", recipe));
        return Body(control).Crafting.Begin(recipe, count);
    }

    private static object? CancelCrafting(Actor control, Arguments arguments)
    {
        Body(control).Crafting.Cancel(arguments.Integer("index"), arguments.Integer("count"));
        return null;
    }

    private static object? ClearInventories(Actor control)
    {
        foreach (var inventory in control.Body?.Inventories ?? [])
            inventory.Clear();
        return null;
    }

    private static bool Teleport(Actor control, Position position, object? surface)
    {
        var target = surface is null ? control.Surface : FindSurface(control.World, surface);
        // Who sits in something has to get out first; of a pod nobody gets (player-data.md §4.3).
        if (control.Body is { Seat: not null })
            return false;
        if (control is Player player)
        {
            // Up to 2.1.6 a teleport also left remote view (player-data.md §2.10).
            if (!player.World.Setup.Version.StartsWith("2.1.", StringComparison.Ordinal))
                player.ExitRemoteView();
            player.Place(target, position);
        }
        else
        {
            ((Entity)control).Place(target, position);
        }

        return true;
    }

    public static Vehicle? Seat(Actor control, Func<VehicleKind, bool> isOfKind) =>
        control.Body?.Seat is { } seat && isOfKind(seat.Kind) ? seat : null;

    private static object? SetDriving(Actor control, bool driving)
    {
        if (driving)
            throw new ScriptErrorException("not simulated: entering the nearest vehicle");
        if (Seat(control, kind => kind.IsDriven) is { } vehicle)
            vehicle.Leave(control.Body!);
        return null;
    }
}

using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaPlayer.</summary>
internal static partial class PlayerClass
{
    public static ApiClass<Player> Define(ApiClass control)
    {
        var player = new ApiClass<Player>("LuaPlayer", control)
            .Read("name", p => p.Name)
            .Read("index", p => p.Index)
            .Read("connected", p => p.Connected)
            .Read("gui", p => p.Gui)
            .Read("locale", p => p.Locale)
            .Read("online_time", p => p.OnlineTime)
            .Read("last_online", p => p.LastOnline)
            .Read("afk_time", _ => 0)
            .Read("display_scale", _ => 1)
            .Read("display_resolution", _ => new LuaTable { ["width"] = 1920, ["height"] = 1080 })
            .ReadWrite("admin", p => p.Admin, (p, value) => p.Admin = Values.Boolean(value, "admin"))
            .ReadWrite("spectator", p => p.Spectator, (p, value) => p.Spectator = Values.Boolean(value, "spectator"))
            .ReadWrite("tag", p => p.Tag, (p, value) => p.Tag = Values.Text(value, "tag"))
            .ReadWrite("color", p => p.Color.ToTable(), (p, value) => SetColor(p, Color.From(value, "color")))
            .ReadWrite("chat_color", p => p.ChatColor.ToTable(), (p, value) => p.ChatColor = Color.From(value, "chat_color"))
            .ReadWrite("character", p => p.Body, (p, value) => SetCharacter(p, value))
            .Read("controller_type", p => Define(p, p.Controller))
            .Read("physical_controller_type", p => Define(p, p.PhysicalController))
            .Read("stashed_controller_type", p => p.StashedController is { } stashed ? Define(p, stashed) : null)
            .Read("cutscene_character", p => p.PhysicalController == ControllerType.Cutscene ? p.Character : null)
            .Read("physical_position", p => p.Position.ToTable())
            .Read("physical_surface", p => p.Surface)
            .Read("physical_surface_index", p => p.Surface.Index)
            .Read("physical_vehicle", p => ControlClass.Seat(p, kind => kind.IsDriven))
            .ReadWrite("cursor_stack_temporary", p => p.IsCursorTemporary, (p, value) => SetCursorTemporary(p, Values.Boolean(value, "cursor_stack_temporary")))
            .ReadWrite("hand_location", p => HandLocation(p), (p, value) => SetHand(p, value))
            .ReadWrite("ticks_to_respawn", p => p.TicksToRespawn, (p, value) => SetTicksToRespawn(p, value))
            .ReadWrite("respawn_quality", p => p.RespawnQuality ?? p.World.Prototypes.Normal, (p, value) => p.RespawnQuality = ItemSpecification.FindQuality(p.World, value))
            .ReadWrite("permission_group", p => PermissionGroup.Of(p.World, p.PermissionGroup), (p, value) => p.PermissionGroup = Values.Object<PermissionGroup>(value, "permission_group").Name)
            .ReadWrite("game_view_settings", p => p.ViewSettings, (_, _) => throw new ScriptErrorException("not simulated: writing LuaPlayer.game_view_settings as a whole"))
            .ReadWrite("saved_logistic_filters", SavedLogisticsClass.Read, SavedLogisticsClass.Write)
            .Method("print", "message, print_settings?", (p, a) => Print(p, a))
            .Method("clear_console", "", (p, _) => null)
            .Method("create_character", "character?", (p, a) => CreateCharacter(p, a["character"]))
            .TableMethod(
                "set_controller",
                "type, character?, waypoints?, start_position?, start_zoom?, final_transition_time?, chart_mode_cutoff?, position?, surface?",
                (p, a) => SetController(p, a))
            .Method("exit_remote_view", "", (p, _) => ExitRemoteView(p))
            .Method("toggle_map_editor", "", (p, _) => Do(p.ToggleEditor))
            .Method("exit_cutscene", "", (p, _) => Do(p.ExitCutscene))
            .Method("clear_cursor", "", (p, _) => ClearCursor(p))
            .Method("get_associated_characters", "", (_, _) => new LuaTable())
            .Method("enter_space_platform", "space_platform", (p, a) => EnterPlatform(p, a))
            .Method("leave_space_platform", "", (p, _) => Do(p.LeaveHub))
            .Method("land_on_planet", "", (p, _) => p.LandOnPlanet())
            .Method("unlock_achievement", "name", (_, _) => null);
        DefineSmallThings(player);
        foreach (var (name, whenAbsent) in PlainSettings)
        {
            player.ReadWrite(
                name,
                p => p.Settings.GetValueOrDefault(name) ?? whenAbsent,
                (p, value) => p.Settings[name] = whenAbsent is bool ? Values.Boolean(value, name) : Values.Number(value, name));
        }

        return player;
    }

    private static readonly (string Name, object WhenAbsent)[] PlainSettings =
    [
        ("show_on_map", true), ("minimap_enabled", true), ("disable_space_map", false),
        ("hide_locked_prototypes_in_factoriopedia", false), ("zoom", 1.0),
    ];

    private static int Define(Player player, ControllerType type) => player.World.Facts.Define("controllers", Player.ToName(type));

    private static object? Do(Action action)
    {
        action();
        return null;
    }

    private static object? Print(Player player, Arguments arguments)
    {
        player.PrintLocalised(arguments["message"]);
        return null;
    }

    private static void SetColor(Player player, Color color)
    {
        player.Color = color;
        // The event is newer than 2.0.
        if (player.World.Facts.Events.ContainsKey("on_player_color_changed"))
            player.World.Raise("on_player_color_changed", ("player_index", player.Index));
    }

    private static void SetCharacter(Player player, object? value)
    {
        if (value is null)
        {
            if (player.Body is not null)
                player.SetController(ControllerType.Ghost, null);
            return;
        }

        player.SetController(ControllerType.Character, Values.Object<Character>(value, "character"));
    }

    private static bool CreateCharacter(Player player, object? kind)
    {
        var quality = kind is LuaTable table ? ItemSpecification.FindQuality(player.World, table["quality"]) : null;
        var name = kind switch
        {
            null => "character",
            LuaTable named => ItemSpecification.NameOf(named["name"], "create_character: name"),
            _ => ItemSpecification.NameOf(kind, "create_character"),
        };
        if (!player.World.Prototypes.Entities.TryGetValue(name, out var prototype) || prototype.Type != "character")
            throw new ScriptErrorException($"Unknown entity name: {name}");
        return player.CreateCharacter(quality, name);
    }

    private static object? SetController(Player player, Arguments arguments)
    {
        var define = arguments.Integer("type");
        var names = player.World.Facts.Defines["controllers"];
        if (define < 0 || define >= names.Length)
            throw new ScriptErrorException($"{arguments.Name}: there is no controller {define}.");
        var type = Enum.Parse<ControllerType>(names[define], ignoreCase: true);
        if (type == ControllerType.Cutscene)
        {
            if (arguments["waypoints"] is not LuaTable { Count: > 0 })
                throw new ScriptErrorException($"{arguments.Name}: a cutscene needs waypoints.");
            player.StartCutscene();
            return null;
        }

        if (type == ControllerType.Editor)
            throw new ScriptErrorException($"{arguments.Name}: use toggle_map_editor for the editor.");
        player.SetController(type, arguments["character"] is { } character ? Values.Object<Character>(character, arguments.Name) : null);
        return null;
    }

    private static bool EnterPlatform(Player player, Arguments arguments)
    {
        var platform = arguments["space_platform"] switch
        {
            SpacePlatform given => given.Surface,
            double index => player.World.Surfaces.FirstOrDefault(surface => surface.IsPlatform && surface.Index == (int)index),
            _ => throw new ScriptErrorException($"{arguments.Name}: a platform expected."),
        };
        return platform?.Platform?.Hub is { } hub && player.EnterHub(hub);
    }

    private static object? ExitRemoteView(Player player)
    {
        player.ExitRemoteView();
        return null;
    }

    private static void SetTicksToRespawn(Player player, object? value)
    {
        if (value is null)
        {
            if (player.TicksToRespawn is not null)
                player.Respawn();
            return;
        }

        var ticks = Values.Long(value, "ticks_to_respawn");
        if (ticks is < 0 or > uint.MaxValue)
            throw new ScriptErrorException($"ticks_to_respawn: {ticks} is out of range.");
        if (player.PhysicalController == ControllerType.Character)
            player.SetController(ControllerType.Ghost, null);
        player.TicksToRespawn = (uint)ticks;
    }

    private static bool ClearCursor(Player player)
    {
        player.CursorGhost = null;
        if (player.CursorStack is not { Item: { } held })
            return true;
        if (player.IsCursorTemporary)
        {
            player.Cursor.Put(null);
            return true;
        }

        player.MainInventory?.Insert(held);
        if (player.InRemoteView)
            player.Body?.Main.Insert(held);
        player.Hand = null;
        player.Cursor.Changed();
        return player.Cursor.Item is null;
    }

    /// <summary>Only blueprints, books and planners can be; for others nothing happens.</summary>
    private static void SetCursorTemporary(Player player, bool value)
    {
        if (player.CursorStack?.Item is { Prototype.Type: "blueprint" or "blueprint-book" or "deconstruction-item" or "upgrade-item" } held)
            player.TemporaryItem = value ? held : null;
    }

    private static LuaTable? HandLocation(Player player) => player.Hand is { } hand && player.Cursor.Item is not null
        ? new LuaTable { ["inventory"] = player.World.Facts.Define("inventory", hand.Inventory), ["slot"] = hand.Slot }
        : null;

    private static void SetHand(Player player, object? value)
    {
        if (value is null)
        {
            player.Hand = null;
            return;
        }

        var table = Values.Table(value, "hand_location");
        var name = player.World.Facts.Defines["inventory"][Values.Integer(table["inventory"], "hand_location.inventory")];
        var slot = Values.Integer(table["slot"], "hand_location.slot");
        if (player.FindInventory(name) is not { } inventory || slot < 1 || slot > inventory.Size)
            throw new ScriptErrorException("hand_location: there is no such slot.");
        if (player.Cursor.Item is null || inventory[slot].Item is not null)
            throw new ScriptErrorException("hand_location: the slot must be empty and the hand must hold something.");
        player.Hand = (name, slot);
    }
}

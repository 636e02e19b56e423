using System.Globalization;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.World;

/// <summary>A player in a save. His body is saved with the bodies.</summary>
internal static class SavedPlayerForm
{
    public static JsonNode Write(Player player)
    {
        var filters = new JsonObject();
        foreach (var (slot, filter) in player.RespawnFilters)
            filters[slot.ToString(CultureInfo.InvariantCulture)] = InventoryForm.WriteFilter(filter);
        return new JsonObject
        {
            ["name"] = player.Name,
            ["index"] = player.Index,
            ["connected"] = player.Connected,
            ["force"] = player.Force.Name,
            ["surface"] = player.Surface.Name,
            ["x"] = player.Position.X,
            ["y"] = player.Position.Y,
            ["color"] = player.Color.ToJson(),
            ["chat_color"] = player.ChatColor.ToJson(),
            ["tag"] = player.Tag,
            ["admin"] = player.Admin,
            ["spectator"] = player.Spectator,
            ["cheat_mode"] = player.CheatMode,
            ["controller"] = Player.ToName(player.PhysicalController),
            ["stashed_controller"] = player.StashedController is { } stashed ? Player.ToName(stashed) : null,
            ["in_remote_view"] = player.InRemoteView,
            ["character"] = player.Character?.UnitNumber,
            ["god_inventory"] = player.GodInventory is null ? null : InventoryForm.Write(player.GodInventory, saved: true),
            ["editor_inventory"] = player.EditorInventory is null ? null : InventoryForm.Write(player.EditorInventory, saved: true),
            ["cursor"] = player.Cursor.Item is null ? null : ItemForm.Write(player.Cursor.Item, saved: true),
            ["cursor_temporary"] = player.IsCursorTemporary,
            ["cursor_ghost"] = WriteSlot(player.CursorGhost),
            ["hand"] = player.Hand is { } hand ? new JsonArray(hand.Inventory, hand.Slot) : null,
            ["ticks_to_respawn"] = player.TicksToRespawn,
            ["respawn_filters"] = filters,
            ["respawn_logistics"] = player.RespawnLogistics?.DeepClone(),
            ["respawn_quality"] = player.RespawnQuality?.Name,
            ["quick_bar"] = PlayerForm.WriteQuickBar(player),
            ["quick_bar_pages"] = new JsonArray([.. player.QuickBarPages.Select(page => (JsonNode)page)]),
            ["recipe_notifications"] = WriteNames(player.RecipeNotifications),
            ["toggled_shortcuts"] = WriteNames(player.ToggledShortcuts),
            ["unavailable_shortcuts"] = WriteNames(player.UnavailableShortcuts),
            ["disabled_alerts"] = WriteNames(player.DisabledAlerts),
            ["muted_alerts"] = WriteNames(player.MutedAlerts),
            ["view_settings"] = new JsonObject([.. player.ViewSettings.Changed.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value))]),
            ["settings"] = new JsonObject([.. player.Settings.Select(setting => KeyValuePair.Create(setting.Key, LuaJson.ToJson(setting.Value)))]),
            ["permission_group"] = player.PermissionGroup,
            ["messages"] = new JsonArray([.. player.Messages.Select(text => (JsonNode)text)]),
            ["locale"] = player.Locale,
            ["online_time"] = player.OnlineTime,
            ["last_online"] = player.LastOnline,
            ["opened"] = (player.Opened as GuiElement)?.Index,
            ["gui"] = GuiForm.Write(player.Gui),
        };
    }

    public static Player Read(GameWorld world, JsonObject form)
    {
        var player = new Player(world, (int)form["index"]!, (string)form["name"]!) { Connected = (bool)form["connected"]! };
        var body = (uint?)form["character"] is { } number ? world.Characters.Find(character => character.UnitNumber == number) : null;
        player.RestoreForce(world.Forces[(string)form["force"]!]);
        player.RestoreController(
            Enum.Parse<ControllerType>((string)form["controller"]!, ignoreCase: true),
            body,
            (string?)form["stashed_controller"] is { } stashed ? Enum.Parse<ControllerType>(stashed, ignoreCase: true) : null,
            ReadInventory(player, InventoryKind.God, form["god_inventory"]),
            ReadInventory(player, InventoryKind.Editor, form["editor_inventory"]));
        player.InRemoteView = (bool)form["in_remote_view"]!;
        player.Place(world.Surfaces.First(surface => surface.Name == (string)form["surface"]!), new Position((double)form["x"]!, (double)form["y"]!));
        player.Color = Color.FromJson(form["color"]!);
        player.ChatColor = Color.FromJson(form["chat_color"]!);
        player.Tag = (string)form["tag"]!;
        player.Admin = (bool)form["admin"]!;
        player.Spectator = (bool)form["spectator"]!;
        player.CheatMode = (bool)form["cheat_mode"]!;
        if (form["cursor"] is JsonObject cursor)
            player.Cursor.Put(ItemForm.Read(world, cursor, keepIdentity: true));
        player.TemporaryItem = (bool?)form["cursor_temporary"] == true ? player.Cursor.Item : null;
        player.CursorGhost = ReadSlot(form["cursor_ghost"]);
        player.Hand = form["hand"] is JsonArray hand ? ((string)hand[0]!, (int)hand[1]!) : null;
        player.TicksToRespawn = (uint?)form["ticks_to_respawn"];
        foreach (var (slot, filter) in form["respawn_filters"]!.AsObject())
            player.RespawnFilters.Add(int.Parse(slot, CultureInfo.InvariantCulture), InventoryForm.ReadFilter(world, filter)!);
        player.RespawnLogistics = form["respawn_logistics"]?.DeepClone() as JsonObject;
        player.RespawnQuality = (string?)form["respawn_quality"] is { } quality ? world.Prototypes.Qualities[quality] : null;
        foreach (var (slot, content) in form["quick_bar"]!.AsObject())
            player.QuickBar.Add(int.Parse(slot, CultureInfo.InvariantCulture), ReadSlot(content)!);
        for (var row = 0; row < player.QuickBarPages.Length; row++)
            player.QuickBarPages[row] = (int)form["quick_bar_pages"]![row]!;
        ReadNames(player.RecipeNotifications, form["recipe_notifications"]);
        ReadNames(player.ToggledShortcuts, form["toggled_shortcuts"]);
        ReadNames(player.UnavailableShortcuts, form["unavailable_shortcuts"]);
        ReadNames(player.DisabledAlerts, form["disabled_alerts"]);
        ReadNames(player.MutedAlerts, form["muted_alerts"]);
        foreach (var (name, value) in form["settings"]!.AsObject())
            player.Settings[name] = LuaJson.FromJson(value);
        foreach (var (name, value) in form["view_settings"]?.AsObject() ?? [])
            player.ViewSettings[name] = (bool)value!;
        player.PermissionGroup = (string)form["permission_group"]!;
        foreach (var message in form["messages"]!.AsArray())
            player.Messages.Enqueue((string)message!);
        player.Locale = (string)form["locale"]!;
        player.OnlineTime = (long)form["online_time"]!;
        player.LastOnline = (long)form["last_online"]!;
        GuiForm.Read(player.Gui, form["gui"]!.AsObject());
        player.Opened = (int?)form["opened"] is { } opened ? player.Gui.Find(opened) : null;
        return player;
    }

    private static JsonArray WriteNames(IEnumerable<string> names) => new([.. names.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);

    private static void ReadNames(HashSet<string> names, JsonNode? form) => names.UnionWith(form!.AsArray().Select(name => (string)name!));

    private static JsonObject? WriteSlot(QuickBarSlot? slot) => slot is null
        ? null
        : new JsonObject { ["name"] = slot.Name, ["quality"] = slot.Quality, ["comparator"] = slot.Comparator };

    private static QuickBarSlot? ReadSlot(JsonNode? form) => form is null
        ? null
        : new QuickBarSlot((string)form["name"]!, (string)form["quality"]!, (string?)form["comparator"])
        {
            Type = (string?)form["type"] ?? "filter",
            ItemNumber = (ulong?)form["item"],
            Record = (int?)form["record"],
        };

    private static Inventory? ReadInventory(Player player, InventoryKind kind, JsonNode? form)
    {
        if (form is not JsonObject saved)
            return null;
        var inventory = new Inventory(player.World, kind, 0) { Player = player };
        InventoryForm.Read(inventory, saved, keepIdentity: true);
        return inventory;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>What operators and tests do to the players of a game.</summary>
internal sealed partial class ControlOperations(GameWorld world, ScenarioRuntime runtime)
{
    /// <summary>Runs an operation by its name.</summary>
    /// <exception cref="ControlException">Unknown, or it cannot be done.</exception>
    public JsonNode? Run(string operation, JsonObject arguments) => operation switch
    {
        "join" => Join(Text(arguments, "player")),
        "leave" => LeaveOrDrop(arguments, "quit"),
        "drop" => LeaveOrDrop(arguments, "dropped"),
        "kick" => Expel(arguments, "kicked"),
        "ban" => Expel(arguments, "banned"),
        "rename" => Rename(FindPlayer(arguments), Text(arguments, "name")),
        "promote" => SetAdmin(FindPlayer(arguments), admin: true),
        "demote" => SetAdmin(FindPlayer(arguments), admin: false),
        "give" => Give(FindPlayer(arguments), arguments),
        "take" => Take(FindPlayer(arguments), arguments),
        "set_slot" => SetSlot(FindPlayer(arguments), arguments),
        "set_bar" => SetBar(FindPlayer(arguments), arguments),
        "place_equipment" => PlaceEquipment(FindPlayer(arguments), arguments),
        "die" => Die(FindPlayer(arguments), arguments),
        "respawn" => Respawn(FindPlayer(arguments)),
        "set_controller" => SetController(FindPlayer(arguments), arguments),
        "click" => Click(FindPlayer(arguments), Text(arguments, "element")),
        "gui" => ReadGui(FindPlayer(arguments)),
        "set_locale" => SetLocale(FindPlayer(arguments), Text(arguments, "locale")),
        "read" => PlayerForm.Read(FindPlayer(arguments)),
        "players" => new JsonArray([.. world.Players.Select(PlayerForm.Summary)]),
        "chat_seen" => new JsonArray([.. FindPlayer(arguments).Messages.Select(text => (JsonNode)text)]),
        "platform" => AddPlatform(Text(arguments, "name")),
        "record" => AddRecord(arguments),
        "lua" => LuaJson.ToJson(runtime.Evaluate(Text(arguments, "code"))),
        _ => throw new ControlException($"There is no operation {operation}."),
    };

    /// <summary>The two leave events around the player's going (factorio-server.md §9.7).</summary>
    public void Leave(Player player, string reason)
    {
        var number = world.Facts.Define("disconnect_reason", reason);
        world.Raise("on_pre_player_left_game", ("player_index", player.Index), ("reason", number));
        // Nobody drives on by himself; in a hub or a pod a player stays.
        if (player.Character is { Seat: { Kind.IsDriven: true } seat } body)
            seat.Leave(body, raise: false);
        player.Connected = false;
        player.LastOnline = world.Tick;
        world.Raise("on_player_left_game", ("player_index", player.Index), ("reason", number));
    }

    private JsonObject Join(string name)
    {
        if (name.Length == 0)
            throw new ControlException("A player needs a name.");
        var player = world.FindPlayer(name);
        if (player is { Connected: true })
            throw new ControlException($"{player.Name} is in the game already.");
        var created = player is null;
        if (player is null)
        {
            player = new Player(world, ++world.LastPlayerIndex, name);
            world.Players.Add(player);
            player.Connected = true;
            player.CreateFirstCharacter();
            world.Raise("on_player_created", ("player_index", player.Index));
        }

        player.Connected = true;
        player.LastOnline = world.Tick;
        world.Raise("on_player_joined_game", ("player_index", player.Index));
        return new JsonObject { ["created"] = created, ["player_index"] = player.Index };
    }

    private JsonNode? LeaveOrDrop(JsonObject arguments, string whenAbsent)
    {
        var player = Online(FindPlayer(arguments));
        var reason = (string?)arguments["reason"] ?? whenAbsent;
        if (!world.Facts.Defines["disconnect_reason"].Contains(reason))
            throw new ControlException($"There is no disconnect reason {reason}: use {string.Join(", ", world.Facts.Defines["disconnect_reason"])}.");
        Leave(player, reason);
        return null;
    }

    /// <summary>
    /// A kick or a ban. Whether its event comes before or after those of leaving is not known (factorio-server.md
    /// §9.7): after, or with <c>event_first</c> before.
    /// </summary>
    private JsonNode? Expel(JsonObject arguments, string reason)
    {
        var player = Online(FindPlayer(arguments));
        var first = (bool?)arguments["event_first"] ?? false;
        if (first)
            RaiseExpelled(player, reason);
        Leave(player, reason);
        if (!first)
            RaiseExpelled(player, reason);
        return null;
    }

    private void RaiseExpelled(Player player, string reason)
    {
        if (reason == "kicked")
            world.Raise("on_player_kicked", ("player_index", player.Index));
        else
            world.Raise("on_player_banned", ("player_index", player.Index), ("player_name", player.Name));
    }

    /// <summary>The account is spelled otherwise from here on; no event tells of it.</summary>
    private static JsonNode? Rename(Player player, string name)
    {
        if (player.Connected)
            throw new ControlException($"{player.Name} is in the game; accounts are renamed while away.");
        if (!string.Equals(player.Name, name, StringComparison.OrdinalIgnoreCase))
            throw new ControlException($"{name} is another player.");
        player.Name = name;
        return null;
    }

    private JsonNode? SetAdmin(Player player, bool admin)
    {
        if (player.Admin == admin)
            return null;
        player.Admin = admin;
        world.Raise(admin ? "on_player_promoted" : "on_player_demoted", ("player_index", player.Index));
        return null;
    }

    private JsonObject AddRecord(JsonObject arguments)
    {
        var record = new LibraryRecord(world.Library.Count + 1, Text(arguments, "type"), Text(arguments, "label"));
        world.Library.Add(record);
        return new JsonObject { ["number"] = record.Number };
    }

    private JsonObject AddPlatform(string name)
    {
        if (world.Surfaces.Any(surface => surface.Name == name))
            throw new ControlException($"There is a surface {name} already.");
        var surface = world.AddSurface(name, isPlatform: true);
        world.Vehicles.Add(new Vehicle(world, VehicleKind.All["space-platform-hub"], world.Forces["player"], surface, new Position(0, 0)));
        return new JsonObject { ["name"] = name };
    }

    private JsonNode? Click(Player player, string name)
    {
        var element = Online(player).Gui.All.FirstOrDefault(element => element.Name == name)
            ?? throw new ControlException($"{player.Name} sees no element {name}.");
        for (var at = element; at is not null; at = at.Parent)
        {
            if (!at.Visible || !at.Enabled)
                throw new ControlException($"The element {name} is {(at.Visible ? "not enabled" : "not visible")}.");
        }

        world.Raise(
            "on_gui_click",
            ("element", element),
            ("player_index", player.Index),
            ("button", world.Facts.Define("mouse_button_type", "left")),
            ("alt", false),
            ("control", false),
            ("shift", false),
            ("cursor_display_location", new Position(0, 0).ToTable()));
        return null;
    }

    private JsonObject ReadGui(Player player)
    {
        var tree = new JsonObject();
        foreach (var root in (string[])["screen", "center", "top", "left"])
            tree[root] = new JsonArray([.. player.Gui.Roots[root].Children.Select(ReadElement)]);
        tree["changes"] = player.Gui.Changes;
        return tree;
    }

    /// <summary>An element as its player sees it: texts in the player's language.</summary>
    private JsonNode ReadElement(GuiElement element)
    {
        var form = new JsonObject
        {
            ["type"] = element.Type,
            ["name"] = element.Name,
            ["caption"] = Text(element, element.Caption),
            ["value"] = LuaJson.ToJson(element.Attributes.GetValueOrDefault("value")),
            ["enabled"] = element.Enabled,
            ["visible"] = element.Visible,
        };
        if (element.Attributes.GetValueOrDefault("tooltip") is { } tooltip)
            form["tooltip"] = Text(element, tooltip);
        foreach (var name in (string[])["elem_tooltip", "sprite", "number", "quality"])
        {
            if (element.Attributes.GetValueOrDefault(name) is { } value)
                form[name] = LuaJson.ToJson(value);
        }

        form["children"] = new JsonArray([.. element.Children.Select(ReadElement)]);
        return form;
    }

    private string Text(GuiElement element, object? value) => runtime.Locale.Translate(value ?? "", element.Gui.Player.Locale);

    private static JsonNode? SetLocale(Player player, string locale)
    {
        player.Locale = locale;
        return null;
    }

    private Player FindPlayer(JsonObject arguments)
    {
        var name = Text(arguments, "player");
        return world.FindPlayer(name) ?? throw new ControlException($"There is no player {name} on this map.");
    }

    private static Player Online(Player player) =>
        player.Connected ? player : throw new ControlException($"{player.Name} is not in the game.");

    private static string Text(JsonObject arguments, string name) =>
        arguments[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new ControlException($"The argument {name} must be a text.");

    private static int Whole(JsonObject arguments, string name) =>
        arguments[name] is { } node && double.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Floor(number) == number && Math.Abs(number) < int.MaxValue
            ? (int)number
            : throw new ControlException($"The argument {name} must be a whole number.");
}

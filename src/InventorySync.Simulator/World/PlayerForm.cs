using System.Globalization;
using System.Text.Json.Nodes;

namespace InventorySync.Simulator.World;

/// <summary>Everything a player owns as JSON, in the game's own words, for operators and tests.</summary>
internal static class PlayerForm
{
    private static readonly (string Name, Func<Character, Inventory> Inventory)[] BodyInventories =
    [
        ("main", body => body.Main), ("armor", body => body.Armor), ("guns", body => body.Guns), ("ammo", body => body.Ammo), ("trash", body => body.Trash),
    ];

    public static JsonNode Summary(Player player) => new JsonObject
    {
        ["name"] = player.Name,
        ["index"] = player.Index,
        ["connected"] = player.Connected,
        ["controller"] = Player.ToName(player.Controller),
        ["physical_controller"] = Player.ToName(player.PhysicalController),
        ["has_character"] = player.Character is not null,
        ["force"] = player.Force.Name,
        ["surface"] = player.Surface.Name,
    };

    public static JsonObject Read(Player player)
    {
        var inventories = new JsonObject();
        if (player.Character is { } body)
        {
            foreach (var (name, inventory) in BodyInventories)
                inventories[name] = InventoryForm.Write(inventory(body), saved: false);
        }

        if (player.GodInventory is { } god)
            inventories["god_main"] = InventoryForm.Write(god, saved: false);
        return new JsonObject
        {
            ["name"] = player.Name,
            ["index"] = player.Index,
            ["connected"] = player.Connected,
            ["controller"] = Player.ToName(player.Controller),
            ["physical_controller"] = Player.ToName(player.PhysicalController),
            ["force"] = player.Force.Name,
            ["color"] = player.Color.ToJson(),
            ["chat_color"] = player.ChatColor.ToJson(),
            ["tag"] = player.Tag,
            ["cheat_mode"] = player.CheatMode,
            ["spectator"] = player.Spectator,
            ["character"] = player.Character is null ? null : ReadBody(player.Character),
            ["inventories"] = inventories,
            ["cursor"] = player.Cursor.Item is { } held ? ItemForm.Write(held, saved: false) : null,
            ["quick_bar"] = WriteQuickBar(player),
            ["logistic"] = player.Character is { Logistics.IsValid: true } owner ? LogisticsForm.Write(owner.Logistics) : null,
            ["crafting_queue"] = player.Character is null ? new JsonArray() : WriteQueue(player.Character.Crafting),
            ["crafting_queue_progress"] = player.Character?.Crafting.Progress ?? 0,
            ["recipe_notifications"] = new JsonArray([.. player.RecipeNotifications.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]),
            ["ticks_to_respawn"] = player.TicksToRespawn,
            ["admin"] = player.Admin,
            ["seat"] = player.Character?.Seat is { } seat
                ? new JsonObject { ["name"] = seat.EntityName, ["unit_number"] = seat.UnitNumber, ["as"] = seat.Passenger == player.Character ? "passenger" : "driver" }
                : null,
            ["surface"] = player.Surface.Name,
            ["position"] = new JsonObject { ["x"] = player.Position.X, ["y"] = player.Position.Y },
            ["spilled"] = new JsonArray([.. player.World.Spilled.Where(entry => entry.PlayerName == player.Name).Select(entry => (JsonNode)ItemForm.Write(entry.Item, saved: false))]),
            ["corpses"] = new JsonArray([.. player.World.Corpses.Where(corpse => corpse.PlayerName == player.Name).Select(corpse =>
                (JsonNode)new JsonArray([.. corpse.Items.Select(item => (JsonNode)ItemForm.Write(item, saved: false))]))]),
        };
    }

    public static JsonObject WriteQuickBar(Player player)
    {
        var bar = new JsonObject();
        foreach (var (slot, content) in player.QuickBar)
        {
            bar[slot.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["name"] = content.Name,
                ["quality"] = content.Quality,
                ["comparator"] = content.Comparator,
                ["type"] = content.Type,
                ["item"] = content.ItemNumber,
                ["record"] = content.Record,
            };
        }

        return bar;
    }

    public static JsonArray WriteQueue(CraftingQueue queue) =>
        new([.. queue.Orders.Select(order => (JsonNode)new JsonObject { ["recipe"] = order.Recipe.Name, ["count"] = order.Count, ["prerequisite"] = order.IsPrerequisite })]);

    public static JsonObject ReadBody(Character body)
    {
        var form = new JsonObject
        {
            ["name"] = body.EntityName,
            ["quality"] = body.Quality.Name,
            ["health"] = body.Health,
            ["max_health"] = body.MaximumHealth,
            ["selected_gun_index"] = body.SelectedGunIndex,
            ["allow_dispatching_robots"] = body.AllowDispatchingRobots,
            ["flashlight"] = body.Flashlight,
        };
        foreach (var (name, value) in body.Bonuses.Where(bonus => bonus.Value != 0).OrderBy(bonus => bonus.Key, StringComparer.Ordinal))
            form[name] = value;
        if (body.AdditionalMiningCategories.Count > 0)
            form["character_additional_mining_categories"] = new JsonArray([.. body.AdditionalMiningCategories.Select(category => (JsonNode)category)]);
        return form;
    }
}

using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary><c>saved_logistic_filters</c>: the requests that a dead player's next body will have.</summary>
internal static class SavedLogisticsClass
{
    public static object Read(Player player)
    {
        var saved = player.RespawnLogistics;
        return new LuaTable
        {
            ["trash_not_requested"] = (bool?)saved?["trash_not_requested"] ?? false,
            ["sections"] = new LuaTable((saved?["sections"]?.AsArray() ?? []).Select(section => (object?)new LuaTable
            {
                ["group"] = (string?)section!["group"],
                ["active"] = (bool?)section["active"],
                ["multiplier"] = (double?)section["multiplier"],
                ["filters"] = new LuaTable(section["filters"]!.AsArray().Select(filter => (object?)LogisticsClasses.Table(LogisticsForm.ReadSlot(filter)))),
            })),
        };
    }

    public static void Write(Player player, object? value)
    {
        var table = Values.Table(value, "saved_logistic_filters");
        var sections = new JsonArray([.. Values.Table(table["sections"], "saved_logistic_filters.sections").Items.Select(section => (JsonNode)Section(player, section))]);
        // As everywhere, requests are ignored before the technology.
        if (!player.Force.LogisticRequests)
            return;
        player.RespawnLogistics = new JsonObject
        {
            ["enabled"] = (bool?)player.RespawnLogistics?["enabled"] ?? true,
            ["trash_not_requested"] = Values.Boolean(table["trash_not_requested"], "saved_logistic_filters.trash_not_requested"),
            ["sections"] = sections,
        };
    }

    private static JsonObject Section(Player player, object? value)
    {
        var section = Values.Table(value, "saved_logistic_filters: section");
        var filters = (section["filters"] as LuaTable)?.Items.Select(filter => LogisticsClasses.ReadSlot(player.World, filter)) ?? [];
        return new JsonObject
        {
            ["group"] = section["group"] is { } group ? Values.Text(group, "group") : "",
            ["active"] = section["active"] is not { } active || Values.Boolean(active, "active"),
            ["multiplier"] = section["multiplier"] is { } multiplier ? Values.Number(multiplier, "multiplier") : 1,
            ["filters"] = LogisticsForm.WriteSlots(filters),
        };
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Documents;

/// <summary>Documents composed for these tests, with everything a document of a character has.</summary>
internal static class Composed
{
    /// <summary>A document with these entries in the main inventory.</summary>
    public static string With(string player, string mainEntries = "", string more = "")
        => $$$$$"""
        {"generation":31,"revision":"other-1","controller":"character","name":{{{{{JsonSerializer.Serialize(player)}}}}},
        "color":{"r":1,"g":0.5,"b":0.25,"a":0.5},"chat_color":{"r":1,"g":1,"b":1,"a":1},"tag":"","force":"player",
        "cheat_mode":false,"flashlight":true,"character":{"character_crafting_speed_modifier":0,
        "character_mining_speed_modifier":0,"character_additional_mining_categories":{},
        "character_running_speed_modifier":0,"character_build_distance_bonus":0,"character_item_drop_distance_bonus":0,
        "character_reach_distance_bonus":0,"character_resource_reach_distance_bonus":0,
        "character_item_pickup_distance_bonus":0,"character_loot_pickup_distance_bonus":0,
        "character_inventory_slots_bonus":0,"character_trash_slot_count_bonus":0,
        "character_maximum_following_robot_count_bonus":0,"character_health_bonus":0,
        "inventories":{"armor":{"i":{}},"main":{"i":[{{{{{mainEntries}}}}}]},"guns":{"i":{}},"ammo":{"i":{}},"trash":{"i":{}}}},
        "crafting_queue":{"crafting_queue":{},"crafting_queue_progress":0,"ingredients":{}}{{{{{more}}}}} }
        """.ReplaceLineEndings("");

    /// <summary>The same as a tree that can be changed.</summary>
    public static JsonObject Tree(string player, string mainEntries = "", string more = "")
        => JsonNode.Parse(With(player, mainEntries, more))!.AsObject();
}

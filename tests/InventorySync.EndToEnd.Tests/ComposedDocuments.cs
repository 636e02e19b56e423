using System.Text.Json.Nodes;
using InventorySync.Cli.Demo;

namespace InventorySync.EndToEnd.Tests;

/// <summary>Player documents composed in the project.</summary>
internal static class ComposedDocuments
{
    /// <summary>A character who owns things that carry <paramref name="text"/>: a tag, a labelled blueprint, a chat of colours.</summary>
    public static JsonObject WithTexts(string player, string text)
    {
        var document = JsonNode.Parse("""
            {"generation":1,"controller":"character","color":{"r":1,"g":0.5,"b":0.25,"a":0.5},"chat_color":{"r":1,"g":1,"b":1,"a":1},
             "force":"player","cheat_mode":false,"flashlight":true,
             "character":{"character_crafting_speed_modifier":0,"character_mining_speed_modifier":0,"character_additional_mining_categories":{},
              "character_running_speed_modifier":0.25,"character_build_distance_bonus":0,"character_item_drop_distance_bonus":0,
              "character_reach_distance_bonus":0,"character_resource_reach_distance_bonus":0,"character_item_pickup_distance_bonus":0,
              "character_loot_pickup_distance_bonus":0,"character_inventory_slots_bonus":10,"character_trash_slot_count_bonus":0,
              "character_maximum_following_robot_count_bonus":0,"character_health_bonus":0,
              "inventories":{"armor":{"i":{}},
               "main":{"i":[{"n":"transport-belt","c":100,"r":2},{"n":"transport-belt","c":37},
                {"f":{"name":"coal","quality":"normal","comparator":"="},"s":7},{"f":{"name":"coal","quality":"normal","comparator":"="},"n":"coal","c":31},
                {"n":"iron-plate","c":100,"s":60}]},
               "guns":{"i":[{"n":"pistol","c":1}]},"ammo":{"i":[{"n":"firearm-magazine","c":10,"a":3}]},"trash":{"i":{}}}},
             "crafting_queue":{"crafting_queue":{},"crafting_queue_progress":0,"ingredients":{}}}
            """)!.AsObject();
        document["name"] = player;
        document["tag"] = text.Length <= 100 ? text : "";
        document["character"]!["inventories"]!["main"]!["i"]!.AsArray().Add(new JsonObject
        {
            ["e"] = ExportString.Pack(new JsonObject
            {
                ["blueprint"] = new JsonObject
                {
                    ["item"] = "blueprint",
                    ["label"] = text,
                    ["description"] = text,
                    ["entities"] = new JsonArray(new JsonObject { ["entity_number"] = 1, ["name"] = "inserter", ["position"] = new JsonObject { ["x"] = 0.5, ["y"] = 0.5 } }),
                    ["version"] = 562949958402048L,
                },
            }),
        });
        document["character"]!["inventories"]!["main"]!["i"]!.AsArray().Add(new JsonObject
        {
            ["n"] = "tank",
            ["c"] = 1,
            ["h"] = 0.625,
            ["g"] = new JsonArray(new JsonObject { ["n"] = "battery-equipment", ["p"] = new JsonArray(0, 0), ["e"] = 20000000, ["q"] = "normal" }),
        });
        return document;
    }
}

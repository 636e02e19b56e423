using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Players;

/// <summary>The keys of <c>ext</c>: condition of the body, switches, views, what is in the hand.</summary>
internal sealed class RandomPreferences(Choices choices, Facts facts, RandomItems items, string version)
{
    private static readonly string[] Alerts = ["entity_destroyed", "entity_under_attack", "not_enough_construction_robots", "no_material_for_construction", "turret_fire", "custom"];

    private static readonly string[] Views = ["show_minimap", "show_research_info", "show_alert_gui", "show_quickbar", "show_side_menu"];

    /// <summary>Adds what differs from the usual; what a document does not mention is as usual.</summary>
    public void AddTo(JsonObject document)
    {
        var ext = new JsonObject { ["version"] = 1, ["game_version"] = version };
        if (document["character"] is { } body)
            AddCondition(ext, body["inventories"]!.AsObject());
        foreach (var (name, value) in new (string, JsonNode)[]
        {
            ("permission_group", "trusted"), ("spectator", true), ("show_on_map", false), ("minimap_enabled", false), ("zoom", choices.Number(1, 8) / 4.0 + 1),
        })
        {
            if (choices.Chance(0.15))
                ext[name] = value;
        }

        if (choices.Chance(0.3))
            ext["pages"] = new JsonArray(choices.Number(2, 10), choices.Number(1, 10), choices.Number(1, 10), choices.Number(1, 10));
        if (choices.Chance(0.3))
            ext["alerts"] = new JsonObject { [choices.Pick(Alerts)] = new JsonObject { ["enabled"] = choices.Chance(0.5), ["muted"] = true } };
        if (choices.Chance(0.3))
            ext["view"] = new JsonObject { [choices.Pick(Views)] = false };
        if (version.StartsWith("2.1", StringComparison.Ordinal) && choices.Chance(0.2))
            ext["respawn_quality"] = "rare";
        document["ext"] = ext;
    }

    private void AddCondition(JsonObject ext, JsonObject inventories)
    {
        ext["health"] = choices.Chance(0.5) ? 1 : 0.05 + (choices.Float() * 0.9);
        if (choices.Chance(0.3))
            ext["gun"] = choices.Number(2, 3);
        if (choices.Chance(0.3))
            ext["robot_toggle"] = false;
        if (choices.Chance(0.3) && inventories["armor"]!["i"] is JsonArray { Count: > 0 } armor && armor[0]!["g"] is not null)
            ext["grid_toggle"] = false;
        if (choices.Chance(0.3) && inventories["main"]!["i"] is JsonArray main)
            AddHand(ext, main);
        else if (choices.Chance(0.1))
            ext["cursor"] = new JsonObject { ["name"] = choices.Pick(facts.Items).Name, ["quality"] = items.Quality() };
    }

    private void AddHand(JsonObject ext, JsonArray main)
    {
        var last = 0;
        var places = new List<JsonObject>();
        foreach (var entry in main.Select(entry => entry!.AsObject()))
        {
            var slot = entry["s"]?.GetValue<int>() ?? last + 1;
            last = slot + (entry["r"]?.GetValue<int>() ?? 0);
            // A slot may hold what its filter would not let in again.
            if (entry["n"] is { } name && entry["f"] is null)
                places.Add(new JsonObject { ["inventory"] = "main", ["slot"] = slot, ["n"] = name.DeepClone() });
        }

        if (places.Count > 0)
            ext["hand"] = choices.Pick(places);
    }
}

using System.Text.Json.Nodes;

namespace InventorySync.Simulator.World;

/// <summary>A crafting queue in a save: what was ordered, with prerequisites and ingredients.</summary>
internal static class CraftingForm
{
    public static JsonArray Write(CraftingQueue queue) => new([.. queue.Groups.Select(group => (JsonNode)new JsonObject
    {
        ["recipe"] = group.Main.Recipe.Name,
        ["count"] = group.Main.Count,
        ["prerequisites"] = new JsonArray([.. group.Prerequisites.Select(craft => (JsonNode)new JsonObject { ["recipe"] = craft.Recipe.Name, ["count"] = craft.Count })]),
        ["held"] = new JsonObject([.. group.Held.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value))]),
    })]);

    /// <summary>Fills an empty queue. Crafts of a mod that is gone disappear with it.</summary>
    public static void Read(CraftingQueue queue, JsonArray form, GameWorld world)
    {
        foreach (var group in form.Select(node => node!.AsObject()))
        {
            var prerequisites = group["prerequisites"]!.AsArray();
            if (prerequisites.Append(group).Any(craft => !world.Prototypes.Recipes.ContainsKey((string)craft!["recipe"]!)))
                continue;
            queue.Restore(new CraftingGroup(
                Order(group, isPrerequisite: false),
                [.. prerequisites.Select(craft => Order(craft!, isPrerequisite: true))],
                group["held"]!.AsObject().ToDictionary(item => item.Key, item => (int)item.Value!)));
        }

        CraftingQueue.Order Order(JsonNode craft, bool isPrerequisite) =>
            new(world.Prototypes.Recipes[(string)craft["recipe"]!], (int)craft["count"]!, isPrerequisite);
    }
}

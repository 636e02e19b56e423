using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Players;

/// <summary>Export strings of blueprints, books, planners and items with tags.</summary>
internal sealed class RandomExports(Choices choices, Facts facts)
{
    private const long Version = 562949958205440;

    private readonly List<string> _entities =
        [.. facts.Items.Where(item => item.Attributes.ContainsKey("place_result")).Select(item => item.Attributes["place_result"])];

    /// <summary>An entry with an exported item.</summary>
    /// <param name="size">About how many bytes the string may have.</param>
    public JsonObject Entry(int size) => new()
    {
        ["e"] = ExportString.Encode(choices.Number(0, 5) switch
        {
            0 => new JsonObject { ["item_with_tags"] = Tagged() },
            1 => new JsonObject { ["upgrade_planner"] = Planner("upgrade-planner") },
            2 => new JsonObject { ["deconstruction_planner"] = Planner("deconstruction-planner") },
            3 => new JsonObject { ["blueprint_book"] = Book(size, depth: 1) },
            _ => new JsonObject { ["blueprint"] = Blueprint(size) },
        })
    };

    private JsonObject Blueprint(int size)
    {
        // An entity of a blueprint takes some 20 bytes of the string.
        var entities = new JsonArray();
        for (var number = 1; number <= Math.Max(0, size / 20); number++)
        {
            entities.Add((JsonNode)new JsonObject
            {
                ["entity_number"] = number,
                ["name"] = choices.Chance(0.002) ? "unknown-machine" : choices.Pick(_entities),
                ["position"] = new JsonObject { ["x"] = choices.Number(-2000, 2000) / 2.0, ["y"] = choices.Number(-2000, 2000) / 2.0 },
                ["direction"] = choices.Number(0, 15),
            });
        }

        return Named("blueprint", new JsonObject { ["entities"] = entities, ["icons"] = new JsonArray(Icon(1)) });
    }

    private JsonObject Book(int size, int depth)
    {
        var blueprints = new JsonArray();
        var count = choices.Number(0, size > 20_000 ? 12 : 4);
        for (var index = 0; index < count; index++)
        {
            var page = new JsonObject { ["index"] = index };
            if (depth < 4 && choices.Chance(0.2))
                page["blueprint_book"] = Book(size / count, depth + 1);
            else
                page["blueprint"] = Blueprint(size / count);
            blueprints.Add((JsonNode)page);
        }

        return Named("blueprint-book", new JsonObject { ["blueprints"] = blueprints, ["active_index"] = count == 0 ? 0 : choices.Number(0, count - 1) });
    }

    private JsonObject Planner(string item) => Named(item, new JsonObject
    {
        ["settings"] = new JsonObject { ["description"] = choices.Text(30), ["icons"] = new JsonArray(Icon(1)) },
    });

    private JsonObject Tagged() => Named("ration-card", new JsonObject
    {
        ["tags"] = new JsonObject { ["rations"] = choices.Number(0, 100), ["list"] = new JsonArray(1, "two", true), ["text"] = choices.Text(20) },
        ["custom_description"] = choices.Text(30) + ".",
    });

    private JsonObject Named(string item, JsonObject rest)
    {
        rest["item"] = item;
        rest["version"] = Version;
        if (choices.Chance(0.6))
            rest["label"] = choices.Text(20) + "-";
        if (choices.Chance(0.2))
            rest["label_color"] = choices.Color();
        return rest;
    }

    private JsonObject Icon(int index) =>
        new() { ["signal"] = new JsonObject { ["name"] = choices.Pick(_entities) }, ["index"] = index };
}

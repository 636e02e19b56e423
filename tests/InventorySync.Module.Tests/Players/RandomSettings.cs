using System.Globalization;
using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Players;

/// <summary>What a player has besides things: quick bar, requests, crafts, notifications.</summary>
internal sealed class RandomSettings(Choices choices, Facts facts, RandomItems items)
{
    public void AddTo(JsonObject document)
    {
        var hasBody = document["character"] is not null;
        if (choices.Chance(0.8))
            document["quick_bar"] = QuickBar();
        if (hasBody)
        {
            document["personal_logistic_slots"] = Logistics();
            document["crafting_queue"] = Crafts();
        }

        document["recipe_notifications"] = Notifications();
    }

    private JsonObject QuickBar()
    {
        var bar = new JsonObject();
        for (var count = choices.Number(1, 60); count > 0; count--)
        {
            var slot = choices.Number(1, 100).ToString(CultureInfo.InvariantCulture);
            var name = choices.Pick(facts.Items).Name;
            var (quality, comparator) = (items.Quality(), choices.Chance(0.8) ? "=" : choices.Comparator());
            bar[slot] = quality == "normal" && comparator == "="
                ? name
                : new JsonObject { ["t"] = "f", ["n"] = name, ["q"] = quality, ["c"] = comparator };
        }

        return bar;
    }

    private JsonObject Logistics()
    {
        var sections = new JsonArray();
        for (var number = choices.Number(0, 5); number > 0; number--)
        {
            var group = choices.Chance(0.3) ? $"group {number} {choices.Text(10)}" : "";
            sections.Add((JsonNode)new JsonObject
            {
                ["group"] = group,
                ["active"] = choices.Chance(0.8),
                ["multiplier"] = choices.Chance(0.7) ? 1 : choices.Number(0, 20) / 4.0,
                ["filters"] = Requests(),
            });
        }

        return new JsonObject { ["enabled"] = choices.Chance(0.8), ["trash_not_requested"] = choices.Chance(0.3), ["sections"] = sections };
    }

    private JsonArray Requests()
    {
        var requests = new JsonArray();
        var named = new HashSet<(string, string)>();
        for (var number = choices.Number(0, 25); number > 0; number--)
        {
            var (name, quality) = (choices.Pick(facts.Items).Name, items.Quality());
            if (!named.Add((name, quality)))
                continue;
            while (choices.Chance(0.1))
                requests.Add((JsonNode)new JsonObject());
            requests.Add((JsonNode)Request(name, quality));
        }

        return requests;
    }

    private JsonObject Request(string name, string quality)
    {
        var least = choices.Chance(0.2) ? 0 : choices.Number(1, 1000);
        var request = new JsonObject
        {
            ["value"] = new JsonObject { ["type"] = "item", ["name"] = name, ["quality"] = quality, ["comparator"] = least > 0 ? "=" : choices.Comparator() },
            ["min"] = least,
        };
        if (least == 0 || choices.Chance(0.6))
            request["max"] = least + choices.Number(0, 1000);
        if (choices.Chance(0.1))
            request["import_from"] = choices.Pick("nauvis", "vulcanus", "gleba");
        if (choices.Chance(0.1))
            request["minimum_delivery_count"] = choices.Number(1, 50);
        return request;
    }

    private JsonObject Crafts()
    {
        var queue = new JsonArray();
        var needed = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var recipes = facts.Recipes
            .Where(recipe => facts.IsCraftedByHand(recipe) && recipe.Ingredients.Length > 0)
            .Where(recipe => recipe.Ingredients.All(ingredient => facts.Items.Exists(item => item.Name == ingredient.Name)))
            .ToList();
        string? last = null;
        for (var number = choices.Chance(0.5) ? 0 : choices.Number(1, 6); number > 0; number--)
        {
            var recipe = choices.Pick(recipes);
            // Neighbours of one recipe are one entry.
            if (recipe.Name == last)
                continue;
            last = recipe.Name;
            var count = choices.Number(1, 5);
            queue.Add((JsonNode)new JsonObject { ["recipe"] = recipe.Name, ["count"] = count });
            foreach (var (name, amount) in recipe.Ingredients)
                needed[name] = needed.GetValueOrDefault(name) + (amount * count);
        }

        return new JsonObject
        {
            ["crafting_queue"] = queue,
            ["crafting_queue_progress"] = queue.Count == 0 ? 0 : choices.Float(),
            ["ingredients"] = new JsonArray([.. needed.Select(item => (JsonNode)new JsonObject { ["name"] = item.Key, ["count"] = item.Value })]),
        };
    }

    /// <summary>The recipes seen already, as the game encodes them (player-data.md §2.8).</summary>
    private string Notifications()
    {
        var share = choices.Fraction();
        var seen = new JsonArray([.. facts.Recipes.Where(_ => choices.Chance(share)).Select(recipe => (JsonNode)recipe.Name)]);
        return GameServer.Encode(seen.Count == 0 ? "{}" : seen.ToJsonString());
    }
}

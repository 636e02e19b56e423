using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Support;

/// <summary>What a player owns, added up by item over all places where it can be. Nothing may be lost or doubled between them.</summary>
internal static class Belongings
{
    /// <summary>Hands, worn things, crafts under way, and what the module keeps outside the world: set aside, or in the stash.</summary>
    public static SortedDictionary<string, long> Of(GameServer server, string player)
    {
        var total = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var read = server.Read(player);
        foreach (var (_, inventory) in read["inventories"]!.AsObject())
        {
            foreach (var (_, item) in inventory!["slots"]?.AsObject() ?? [])
                Add(total, item!, "name", "count");
        }

        if (read["cursor"] is { } held)
            Add(total, held, "name", "count");
        foreach (var item in server.Lua(OutsideTheWorld.Replace("PLAYER", player, StringComparison.Ordinal)) as JsonArray ?? [])
            Add(total, item!, "name", "count");
        return total;
    }

    /// <summary>What a document holds, with what it carries for other servers.</summary>
    public static SortedDictionary<string, long> In(JsonNode document)
    {
        var total = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (_, inventory) in (document["character"]?["inventories"] ?? document["inventories"])?.AsObject() ?? [])
        {
            foreach (var entry in inventory!["i"] as JsonArray ?? [])
                Add(total, entry!, "n", "c", 1 + (entry!["r"]?.GetValue<int>() ?? 0));
        }

        foreach (var ingredient in document["crafting_queue"]?["ingredients"] as JsonArray ?? [])
            Add(total, ingredient!, "name", "count");
        foreach (var kept in document["ext"]?["kept"] as JsonArray ?? [])
            Add(total, kept!["entry"]!, "n", "c", 1 + (kept["entry"]!["r"]?.GetValue<int>() ?? 0));
        return total;
    }

    public static void AssertEqual(SortedDictionary<string, long> expected, SortedDictionary<string, long> actual)
        => Assert.Equal(Describe(expected), Describe(actual));

    /// <summary>Plain text such as <c>30 coal, 1 pistol</c>.</summary>
    public static string Describe(SortedDictionary<string, long> items) => string.Join(", ", items.Select(item => $"{item.Value} {item.Key}"));

    // A restore builds copies aside; they become the player's when they are swapped in.
    private const string OutsideTheWorld = """
        (function()
            local record
            for name, one in pairs((storage.inventory_sync_extended or { players = {} }).players) do
                if name:lower() == ("PLAYER"):lower() then record = one end
            end
            local items = {}
            local function add(name, count) items[#items + 1] = { name = name, count = count } end
            local function walk(value)
                for key, inner in pairs(value) do
                    if type(inner) == "userdata" or (type(inner) == "table" and rawget(inner, "object_name") ~= nil) then
                        if inner.valid and inner.object_name == "LuaInventory" then
                            for _, item in ipairs(inner.get_contents()) do add(item.name, item.count) end
                        end
                    elseif type(inner) == "table" and key ~= "build" then
                        walk(inner)
                    end
                end
            end
            if record then walk(record) end
            local player = game.get_player("PLAYER")
            local body = player.connected and (player.character or player.cutscene_character)
            for _, order in ipairs(body and body.crafting_queue or {}) do
                for _, ingredient in ipairs(player.force.recipes[order.recipe].ingredients) do add(ingredient.name, ingredient.amount * order.count) end
            end
            return items
        end)()
        """;

    private static void Add(SortedDictionary<string, long> total, JsonNode item, string name, string count, int times = 1)
    {
        var key = item[name]?.GetValue<string>() ?? "export";
        var amount = times * (item[count] is { } number ? (long)number.GetValue<double>() : 1);
        total[key] = total.GetValueOrDefault(key) + amount;
    }
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

/// <summary>A player goes from one server to the next, and must be the same there, in the game's words and in the document's.</summary>
internal static class Journey
{
    private static readonly string[] Owned = ["inventories", "cursor", "crafting_queue", "crafting_queue_progress", "character"];

    /// <summary>A server with the player in it, after a first join.</summary>
    /// <param name="options">The server's version and mods.</param>
    /// <param name="code">Lua that gives the player what the test is about; <c>p</c> is the player, <c>main</c> the main inventory.</param>
    public static GameServer Begin(GameServer.Options options, string code)
    {
        var server = GameServer.Started(options);
        Research(server);
        server.JoinNew("alice");
        Do(server, code);
        return server;
    }

    public static void Do(GameServer server, string code) =>
        server.Lua($"(function() local p = game.get_player('alice') local main = p.get_main_inventory() {code} end)()");

    /// <summary>Leaves, comes to another server of the same kind, leaves it again; all is equal.</summary>
    /// <returns>The document.</returns>
    public static JsonObject AssertTravels(GameServer from, GameServer.Options options)
    {
        var before = from.Read("alice");
        var document = from.Leave("alice")["document"]!.AsObject();
        using var to = GameServer.Started(options);
        Research(to);

        to.Deliver(to.Join("alice"), document.ToJsonString());

        AssertSame(before, to.Read("alice"));
        DocumentComparison.AssertEqual(document, to.Leave("alice")["document"]!);
        return document;
    }

    public static void AssertSame(JsonObject before, JsonObject after)
    {
        foreach (var part in Owned)
            DocumentComparison.AssertEqual(new JsonObject { [part] = WithoutExports(before[part]) }, new JsonObject { [part] = WithoutExports(after[part]) });
    }

    /// <summary>An item with tags has an export string once it came from one; what it says is compared besides.</summary>
    private static JsonNode? WithoutExports(JsonNode? node) => node switch
    {
        JsonObject form => new JsonObject(form.Where(member => member.Key != "export").Select(member => KeyValuePair.Create(member.Key, WithoutExports(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutExports)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Goes through a server of another kind.</summary>
    /// <param name="document">What the player comes with.</param>
    /// <param name="options">The server's version and mods.</param>
    /// <param name="code">Lua of what the player does there.</param>
    public static JsonObject Visit(JsonNode document, GameServer.Options options, string code = "")
    {
        using var server = GameServer.Started(options);
        server.Deliver(server.Join("alice"), document.ToJsonString());
        Do(server, code);
        return server.Leave("alice")["document"]!.AsObject();
    }

    public static void Research(GameServer server) =>
        server.Lua("game.forces.player.character_inventory_slots_bonus = 20 game.forces.player.character_trash_slot_count = 30 game.forces.player.enable_all_recipes()");
}

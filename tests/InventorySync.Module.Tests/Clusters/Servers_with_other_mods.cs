using System.Globalization;
using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Clusters;

/// <summary>
/// A player goes from a modded server over a vanilla one to another modded one (sync-behaviour §4, nothing is voided), and
/// lives on the vanilla one: trades, crafts, wears other armour, stays twice, dies.
/// </summary>
public class Servers_with_other_mods
{
    private const string Research = """
        for _, force in pairs(game.forces) do
            force.research_all_technologies()
        end
        """;

    /// <summary>Things of the mods in every place where a player can have one.</summary>
    private static JsonObject Player()
    {
        var document = Composed.Tree("alice", """
            {"n":"iron-plate","c":60},{"n":"copper-plate","c":100,"r":1},{"n":"alien-resin","c":50,"r":2},
            {"f":{"name":"alien-resin","quality":"normal","comparator":"="},"n":"coal","c":7,"s":10},
            {"n":"yumako","c":20,"sp":0.4},{"n":"inserter","c":5,"q":"pristine"},{"n":"iron-gear-wheel","c":3,"q":"rare","h":0.5},
            {"n":"backpack","c":1,"l":{"t":"ores","c":{"r":1,"g":0,"b":0,"a":1},"a":false},"i":{"b":15,"i":[{"n":"iron-ore","c":50,"r":2},
            {"f":{"name":"stone","quality":"normal","comparator":"="},"n":"stone","c":9,"s":7},{"n":"field-pack","c":1,"l":{"a":true},"i":{"i":[{"n":"coal","c":11}]}}]},"s":20},
            {"n":"power-armor","c":1,"q":"rare","g":[{"n":"battery-equipment","p":[0,0],"e":100,"q":"normal"},{"n":"burner-generator-equipment","p":[1,0],"e":900,"q":"normal",
            "i":{"i":[{"n":"coal","c":4}]},"b":"wood","f":1500},{"n":"solar-panel-equipment","p":[3,0],"q":"pristine"}]},
            {"n":"tank","c":1,"g":[{"n":"burner-generator-equipment","p":[0,0],"q":"normal"}]}
            """.ReplaceLineEndings(""), """
            ,"quick_bar":{"1":"alien-resin","2":"coal","11":{"t":"f","n":"inserter","q":"pristine","c":"="}},
            "personal_logistic_slots":{"enabled":true,"trash_not_requested":false,"sections":[{"group":"","active":true,"multiplier":1,"filters":[
            {"value":{"type":"item","name":"alien-resin","quality":"normal","comparator":"="},"min":10},
            {"value":{"type":"item","name":"coal","quality":"normal","comparator":"="},"min":5},
            {"value":{"type":"item","name":"inserter","quality":"pristine","comparator":"="},"min":2}]}]}
            """.ReplaceLineEndings(""));
        document["force"] = "north";
        document["character"]!["inventories"]!["armor"]!["i"] = JsonNode.Parse("""
            [{"n":"exo-suit","c":1,"g":[{"n":"burner-generator-equipment","p":[0,0],"q":"normal","e":800,"i":{"i":[{"n":"coal","c":7}]}},{"n":"energy-shield-equipment","p":[2,0],"s":25,"q":"normal"}]}]
            """);
        document["character"]!["inventories"]!["trash"]!["i"] = JsonNode.Parse("""[{"n":"alien-resin","c":3}]""");
        document["crafting_queue"] = JsonNode.Parse("""
            {"crafting_queue":[{"recipe":"field-pack","count":2},{"recipe":"iron-gear-wheel","count":3}],"crafting_queue_progress":0.25,
            "ingredients":[{"name":"alien-resin","count":6},{"name":"iron-plate","count":10}]}
            """);
        document["recipe_notifications"] = GameServer.Encode("""["field-pack","inserter","iron-gear-wheel"]""");
        return document;
    }

    [Fact]
    public void Catalogue_D1_all_is_back_in_its_place_when_nothing_happened_in_between()
    {
        var document = Player();
        var afterB = Visit(Vanilla(), Visit(Modded(), document));

        Belongings.AssertEqual(document, afterB);
        Assert.Equal("north", afterB["force"]!.GetValue<string>());
        Assert.NotEmpty(afterB["ext"]!["kept"]!.AsArray());

        var afterC = Visit(Modded(), afterB);
        DocumentComparison.AssertEqual(WithoutOrders(document), WithoutOrders(afterC));
        Assert.Null(afterC["ext"]?["kept"]);
        Assert.Equal(Queued(document, "field-pack"), Queued(afterC, "field-pack"));
        Assert.Equal(Queued(document, "iron-gear-wheel"), Queued(afterC, "iron-gear-wheel"));
        Assert.Superset(Recipes(document), Recipes(afterC));
    }

    [Fact]
    public void What_the_vanilla_server_knows_is_there_and_usable()
    {
        using var server = Vanilla();
        Bring(server, Player());

        Assert.Equal(60, Slot(server, 1)["count"]!.GetValue<int>());
        Assert.Equal(20, Slot(server, 11)["count"]!.GetValue<int>());
        Assert.Equal(["battery-equipment"], Slot(server, 21)["grid"]!.AsArray().Select(piece => piece!["name"]!.GetValue<string>()));
        Assert.Equal("coal", server.Read("alice")["quick_bar"]!["2"]!["name"]!.GetValue<string>());
        Assert.Equal("player", server.Read("alice")["force"]!.GetValue<string>());
        Assert.Equal("iron-gear-wheel", server.Read("alice")["crafting_queue"]![0]!["recipe"]!.GetValue<string>());
    }

    [Fact]
    public void Trading_crafting_and_other_armour_in_between_neither_double_nor_lose_anything()
    {
        var document = Player();
        using var server = Vanilla();
        Bring(server, document);

        // Sold: the copper of one slot. Bought: wood, which lies where the resin was. Made: a gear from the plates.
        server.SetSlot("alice", "main", 3, null);
        foreach (var slot in new[] { 4, 5, 6 })
            server.SetSlot("alice", "main", slot, new JsonObject { ["name"] = "wood", ["count"] = 10 });
        server.SetSlot("alice", "armor", 1, new JsonObject { ["name"] = "heavy-armor", ["count"] = 1 });
        server.Run(45);
        var afterB = Left(server);
        var afterC = Visit(Modded(), afterB);

        var finished = 3 - Queued(afterB, "iron-gear-wheel");
        Belongings.AssertEqual(document, afterC,
            ("copper-plate", -100), ("wood", 30), ("heavy-armor", 1), ("iron-gear-wheel", finished), ("iron-plate", -2 * finished));
        Assert.Null(afterC["ext"]?["kept"]);
        // The place is taken, so the suit is in the inventory, with what it had inside.
        Assert.Equal("heavy-armor", afterC["character"]!["inventories"]!["armor"]!["i"]![0]!["n"]!.GetValue<string>());
        var suit = afterC["character"]!["inventories"]!["main"]!["i"]!.AsArray().Single(entry => entry!["n"]?.GetValue<string>() == "exo-suit")!;
        Assert.Equal(7, suit["g"]![0]!["i"]!["i"]![0]!["c"]!.GetValue<int>());
        // What had its place taken by nothing is where it was.
        Assert.Equal("backpack", At(afterC, 20)["n"]!.GetValue<string>());
    }

    [Fact]
    public void Two_stays_on_the_vanilla_server_are_as_good_as_one()
    {
        var document = Player();
        var once = Visit(Vanilla(), document);
        var twice = Visit(Vanilla(), once);
        Assert.Equal(once["ext"]!["kept"]!.AsArray().Count, twice["ext"]!["kept"]!.AsArray().Count);
        DocumentComparison.AssertEqual(WithoutOrders(document), WithoutOrders(Visit(Modded(), twice)));
    }

    [Fact]
    public void Coming_back_to_the_same_vanilla_server_keeps_what_was_kept()
    {
        var document = Player();
        using var server = Vanilla();
        Bring(server, document);
        server.Do("leave", "alice");
        var upload = server.Take("upload");
        server.Tell($"uploaded {upload["upload"]!.GetValue<long>()} stored");
        var acquire = server.Join("alice");
        server.Tell($"acquired {GameServer.Number(acquire)} 6 {upload["generation"]} same {upload["document"]!["revision"]!.GetValue<string>()}");

        var afterB = Left(server);

        Belongings.AssertEqual(document, afterB);
        DocumentComparison.AssertEqual(WithoutOrders(document), WithoutOrders(Visit(Modded(), afterB)));
    }

    [Fact]
    public void Dying_on_the_vanilla_server_costs_what_lies_in_the_corpse_and_nothing_else()
    {
        var document = Player();
        using var server = Vanilla();
        Bring(server, document);
        server.Do("die", "alice");
        server.Do("respawn", "alice");
        server.Run(2);

        var afterC = Belongings.Of(Visit(Modded(), Left(server)));

        Assert.Equal(150 + 3 + 6, afterC["alien-resin"]);
        Assert.Equal(1, afterC["backpack"]);
        Assert.Equal(1, afterC["exo-suit"]);
        Assert.Equal(150, afterC["iron-ore"]);
        Assert.Equal(5, afterC["inserter (pristine)"]);
        // In the grids that died, and in the suit that did not: its own one, and those of the armour and the tank, which wait.
        Assert.Equal(3, afterC["burner-generator-equipment"]);
        Assert.False(afterC.ContainsKey("copper-plate"));
    }

    private static GameServer Modded()
    {
        var server = GameServer.Started(new() { TestMods = true });
        server.Lua("game.create_force('north') " + Research);
        return server;
    }

    private static GameServer Vanilla()
    {
        var server = GameServer.Started();
        server.Lua(Research);
        return server;
    }

    private static JsonObject Visit(GameServer server, JsonObject document)
    {
        using (server)
        {
            Bring(server, document);
            return Left(server);
        }
    }

    private static void Bring(GameServer server, JsonObject document)
    {
        server.Deliver(server.Join("alice"), RawJson.Text(document), generation: document["generation"]!.GetValue<int>());
        for (var tick = 0; !server.Status("alice")["sync"]!.GetValue<bool>(); tick++)
        {
            Assert.True(tick < 100, "not restored");
            server.Run(1);
        }
    }

    private static JsonObject Left(GameServer server) => server.Leave("alice")["document"]!.AsObject();

    private static JsonObject Slot(GameServer server, int slot) => server.Slots("alice")[slot.ToString(CultureInfo.InvariantCulture)]!.AsObject();

    private static int Queued(JsonObject document, string recipe) => document["crafting_queue"]!["crafting_queue"] is JsonArray queue
        ? queue.Where(craft => craft!["recipe"]!.GetValue<string>() == recipe).Sum(craft => craft!["count"]!.GetValue<int>())
        : 0;

    /// <summary>The entry of a slot of the main inventory.</summary>
    private static JsonObject At(JsonObject document, int slot)
    {
        var last = 0;
        foreach (var entry in document["character"]!["inventories"]!["main"]!["i"]!.AsArray().Select(entry => entry!.AsObject()))
        {
            var first = entry["s"]?.GetValue<int>() ?? last + 1;
            last = first + (entry["r"]?.GetValue<int>() ?? 0);
            if (slot >= first && slot <= last)
                return entry;
        }

        throw new ArgumentException($"Slot {slot} is empty.", nameof(slot));
    }

    private static HashSet<string> Recipes(JsonObject document)
    {
        var json = ExportString.Decode("0" + document["recipe_notifications"]!.GetValue<string>());
        return [.. (json as JsonArray ?? []).Select(name => name!.GetValue<string>())];
    }

    /// <summary>Crafts that waited are behind the others afterwards, and recipes are a set.</summary>
    private static JsonObject WithoutOrders(JsonObject document)
    {
        var copy = document.DeepClone().AsObject();
        copy.Remove("crafting_queue");
        copy.Remove("recipe_notifications");
        return copy;
    }
}

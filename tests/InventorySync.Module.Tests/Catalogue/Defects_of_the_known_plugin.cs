using System.IO.Compression;
using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Catalogue;

/// <summary>What player-data.md §5 lists.</summary>
public class Defects_of_the_known_plugin
{
    private const string OldRequests = ""","personal_logistic_slots":{"3":{"name":"bulk-inserter","min":20,"max":4294967295}}""";

    private const string GroupedRequests = """
        ,"personal_logistic_slots":{"enabled":true,"trash_not_requested":false,"sections":[
         {"group":"","active":true,"multiplier":1,"filters":[{"value":{"type":"item","name":"rail","quality":"normal","comparator":"="},"min":200,"max":400}]},
         {"group":"War","active":false,"multiplier":2,"filters":[{"value":{"type":"item","name":"rocket","quality":"normal","comparator":"="},"min":50}]}]}
        """;

    private static JsonNode Hop(JsonNode document, bool logistics = false)
    {
        using var server = GameServer.Started();
        if (logistics)
            server.Lua("game.forces.player.technologies['logistic-robotics'].researched = true");
        server.Deliver(server.Join("alice"), document.ToJsonString());
        server.Run(120);
        return server.Leave("alice")["document"]!;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Upstream_defect_1_requests_of_a_1_1_document_do_not_end_the_restore(bool logistics)
    {
        var returned = Hop(Composed.Tree("alice", """{"n":"stone","c":7}""", OldRequests), logistics);

        Assert.Contains("stone", returned["character"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Upstream_defect_5_requests_of_a_1_1_document_are_not_lost(bool logistics)
    {
        var returned = Hop(Composed.Tree("alice", """{"n":"stone","c":7}""", OldRequests), logistics);

        Assert.Contains("bulk-inserter", returned.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Upstream_defect_3_a_restore_that_fails_again_and_again_doubles_nothing()
    {
        using var server = GameServer.Started();
        server.Do("join", "alice");
        server.Give("alice", "coal", 5);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            server.Deliver(server.Take("acquire"), """{"generation":31,"name":"alice","controller":"character","character":7}""");
            Assert.Equal(5, server.Count("alice", "coal"));
            server.Do("leave", "alice");
            server.Do("join", "alice");
        }

        server.Deliver(server.Take("acquire"), Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal(5, server.Count("alice", "coal"));
        Assert.Equal(7, server.Count("alice", "stone"));
    }

    [Fact]
    public void Upstream_defect_2_a_filter_that_cannot_be_set_does_not_end_the_restore()
    {
        var returned = Hop(Composed.Tree("alice", """{"f":{"name":"no-such-item","quality":"normal","comparator":"="},"s":2},{"n":"stone","c":7,"s":5}"""));

        Assert.Contains("stone", returned["character"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("no-such-item", returned.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Upstream_defect_6_an_import_with_errors_is_no_failure_and_keeps_its_string()
    {
        var export = ExportString.Encode(JsonNode.Parse("""
            {"blueprint":{"item":"blueprint","label":"mine","entities":[{"entity_number":1,"name":"unknown-machine","position":{"x":3,"y":0}}],"version":562949958205440}}
            """)!);

        var returned = Hop(Composed.Tree("alice", $$"""{"e":"{{export}}"}"""));

        Assert.Equal(export, returned["character"]!["inventories"]!["main"]!["i"]![0]!["e"]!.GetValue<string>());
    }

    [Fact]
    public void Upstream_defect_7_equipment_marked_for_removal_stays_marked()
    {
        var document = Composed.Tree("alice");
        document["character"]!["inventories"]!["armor"]!["i"] = JsonNode.Parse("""[{"n":"power-armor","c":1,"g":[{"n":"battery-equipment","p":[0,0],"e":1000,"q":"normal","t":true}]}]""");

        var returned = Hop(document);

        Assert.True(returned["character"]!["inventories"]!["armor"]!["i"]![0]!["g"]![0]!["t"]!.GetValue<bool>());
    }

    [Fact]
    public void Upstream_defect_8_worn_repair_packs_stay_worn()
    {
        using var first = GameServer.Started();
        first.JoinNew("alice");
        first.SetSlot("alice", "main", 1, JsonNode.Parse("""{"name":"repair-pack","count":2,"durability":100}""")!.AsObject());
        using var second = GameServer.Started();

        second.Deliver(second.Join("alice"), first.Leave("alice")["document"]!.ToJsonString());

        Assert.Equal(100, second.Slots("alice")["1"]!["durability"]!.GetValue<int>());
    }

    [Fact]
    public void Upstream_defect_10_filters_and_quick_bar_of_the_target_do_not_stay()
    {
        using var server = GameServer.Started();
        server.Do("join", "alice");
        server.SetSlot("alice", "main", 4, null, JsonNode.Parse("""{"name":"coal","quality":"normal","comparator":"="}""")!.AsObject());
        server.Lua("game.get_player('alice').set_quick_bar_slot(3, 'inserter')");

        server.Deliver(server.Take("acquire"), Composed.With("alice", """{"n":"stone","c":7}"""));

        Assert.Equal("true", server.Lua("local player = game.get_player('alice') return player.get_main_inventory().get_filter(4) == nil and player.get_quick_bar_slot(3) == nil")!.ToJsonString());
    }

    [Fact]
    public void Upstream_defect_15_burning_equipment_is_read()
    {
        using var server = GameServer.Started(new() { TestMods = true });
        var document = Composed.Tree("alice");
        document["character"]!["inventories"]!["armor"]!["i"] = JsonNode.Parse("""
            [{"n":"exo-suit","c":1,"g":[{"n":"burner-generator-equipment","p":[1,2],"q":"normal","i":{"i":[{"n":"coal","c":7}]},"b":"wood","f":1500000}]}]
            """);

        server.Deliver(server.Join("alice"), document.ToJsonString());

        Assert.Equal("wood", server.Leave("alice")["document"]!["character"]!["inventories"]!["armor"]!["i"]![0]!["g"]![0]!["b"]!.GetValue<string>());
    }

    [Fact]
    public void Upstream_defect_9_names_of_recipes_do_not_multiply()
    {
        var document = (JsonNode)Composed.Tree("alice", "", $$""","recipe_notifications":"{{GameServer.Encode("""["iron-gear-wheel","no-such-recipe"]""")}}" """);
        for (var visit = 0; visit < 4; visit++)
            document = Hop(document);

        var everything = document.ToJsonString() + Decode(document["recipe_notifications"]!.GetValue<string>());
        Assert.Single(Enumerable.Range(0, everything.Length), index => everything.AsSpan(index).StartsWith("no-such-recipe", StringComparison.Ordinal));
    }

    private static string Decode(string encoded)
    {
        using var zlib = new StreamReader(new ZLibStream(new MemoryStream(Convert.FromBase64String(encoded)), CompressionMode.Decompress));
        return zlib.ReadToEnd();
    }

    [Fact]
    public void Upstream_defect_13_requests_survive_a_server_that_has_not_researched_them()
    {
        var document = Composed.Tree("alice", "", GroupedRequests);

        var returned = Hop(document, logistics: false);

        Assert.Equal("rail", returned["personal_logistic_slots"]!["sections"]![0]!["filters"]![0]!["value"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void Upstream_defect_14_a_named_group_is_not_emptied_by_a_server_that_lacks_it()
    {
        var document = Composed.Tree("alice", "", GroupedRequests);

        var returned = Hop(document, logistics: true);

        var war = returned["personal_logistic_slots"]!["sections"]!.AsArray().Single(section => section!["group"]!.GetValue<string>() == "War")!;
        Assert.Equal("rocket", war["filters"]![0]!["value"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void Upstream_defect_17_a_document_says_where_it_comes_from()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");

        var ext = server.Leave("alice")["document"]!["ext"]!;

        Assert.Equal("2.0.77", ext["game_version"]!.GetValue<string>());
        Assert.NotNull(ext["mods"]);
        Assert.NotNull(ext["instance"]);
        Assert.NotNull(ext["saved_at"]);
    }
}

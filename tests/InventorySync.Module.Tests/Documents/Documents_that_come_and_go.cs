using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Documents;

public class Documents_that_come_and_go
{
    /// <summary>The toolbelt and trash of a researched force, which the samples' players have.</summary>
    private const string Research = "game.forces.player.character_inventory_slots_bonus = 200 game.forces.player.character_trash_slot_count = 60 game.forces.player.enable_all_recipes()";

    public static TheoryData<string, string> Samples()
    {
        var data = new TheoryData<string, string>();
        foreach (var version in new[] { "2.0.77", "2.1.9" })
        {
            foreach (var name in new[] { "fresh", "early-game", "mid-game", "mid-game.gen7", "mid-game.gen8", "late-game", "blueprint-heavy", "god-mode", "dead", "extreme" })
                data.Add(name, version);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_shared_sample_comes_back_equal(string name, string version)
    {
        var sample = JsonNode.Parse(Repository.Sample(name))!.AsObject();
        var player = sample["name"]!.GetValue<string>();
        WithWhatTheCraftsTake(sample);
        using var server = GameServer.Started(new() { Version = version });
        server.Lua(Research);

        server.Deliver(server.Join(player), sample.ToJsonString(), generation: sample["generation"]!.GetValue<int>());
        if (name != "dead")
            GameReading.AssertHolds(sample, server.Read(player));
        var upload = server.Leave(player);

        if (version.StartsWith("2.1", StringComparison.Ordinal))
            WithoutToolDurability(sample);
        DocumentComparison.AssertEqual(sample, upload["document"]!);
        Assert.Equal(sample["generation"]!.GetValue<int>() + 1, upload["generation"]!.GetValue<int>());
        Assert.Equal("other-1", upload["base"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("mid-game")]
    [InlineData("late-game")]
    public void Three_servers_in_a_row_change_nothing(string name)
    {
        var sample = JsonNode.Parse(Repository.Sample(name))!.AsObject();
        var player = sample["name"]!.GetValue<string>();
        var document = sample.ToJsonString();

        for (var hop = 0; hop < 3; hop++)
        {
            using var server = GameServer.Started(new() { ShufflePairs = hop == 1, ReencodeExports = hop == 2 });
            server.Lua(Research);
            server.Deliver(server.Join(player), document);
            document = server.Leave(player)["document"]!.ToJsonString();
        }

        DocumentComparison.AssertEqual(sample, JsonNode.Parse(document)!);
    }

    [Fact]
    public void Catalogue_D8_what_the_module_does_not_know_passes_through()
    {
        using var server = GameServer.Started();
        var document = Composed.Tree("alice", """{"n":"coal","c":3}""", """
            ,"personal_logistic_slots":{"enabled":true,"sections":[{"group":"","filters":[{},{"min":3}]}]},
            "quick_bar":{"1":"inserter","12":{"t":"f","n":"beacon","q":"rare","c":"≥"}},"recipe_notifications":"eNqrrgUAAXUA+Q==",
            "mailbox":[{"id":3}],"ext":{"version":1,"health":0.5,"unheard_of":{"a":[1,2,{"b":"c"}]}}
            """);
        document["character"]!["unheard_of"] = new JsonArray(1, 2, 3);
        document["character"]!["inventories"]!["pockets"] = new JsonObject { ["i"] = new JsonArray(new JsonObject { ["n"] = "key", ["c"] = 1 }) };

        server.Deliver(server.Join("alice"), document.ToJsonString());

        DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
    }

    [Fact]
    public void Catalogue_D8_what_another_version_wrote_into_an_entry_goes_on_with_its_item()
    {
        using var server = GameServer.Started(new() { TestMods = true });
        var document = Composed.Tree("alice");
        document["character"]!["inventories"]!["main"]!["i"] = JsonNode.Parse("""
            [{"n":"tank","c":1,"x":{"color":{"r":1,"g":0,"b":0,"a":1},"label":"Rolf","unheard_of":[{"c":3}]}},
             {"n":"coal","c":5,"unheard_of":[1,{"a":"b"}]},
             {"n":"backpack","c":1,"l":{"a":true},"i":{"i":[{"n":"coal","c":7,"unheard_of":2}]}}]
            """);

        server.Deliver(server.Join("alice"), document.ToJsonString());

        DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
    }

    [Theory]
    [InlineData("quote \" backslash \\ slash / tab \t bell \a nul-free")]
    [InlineData("line separators \u2028 and \u2029, next line \u0085")]
    [InlineData("emoji 🚀🏳️‍🌈 and 𝒯𝓌ℴ-𝓅𝓁𝒶𝓃ℯ 𠮷")]
    [InlineData("[item=iron-plate] $ipc:inventory_sync?j{} ]]--[[ %s %d\r\n/invsync poll")]
    public void Catalogue_T1_T2_a_text_with_every_kind_of_character_survives(string text)
    {
        using var server = GameServer.Started(new() { TestMods = true });
        var document = Composed.Tree("alice");
        document["tag"] = text;
        document["character"]!["inventories"]!["main"]!["i"] = new JsonArray(new JsonObject
        {
            ["n"] = "backpack",
            ["c"] = 1,
            ["l"] = new JsonObject { ["t"] = text, ["a"] = true },
            ["i"] = new JsonObject { ["i"] = new JsonArray(new JsonObject { ["n"] = "coal", ["c"] = 5 }) },
        });
        document["note"] = text;

        server.Deliver(server.Join("alice"), RawJson.Text(document), partBytes: 7);

        var upload = server.Leave("alice");
        DocumentComparison.AssertEqual(document, upload["document"]!);
    }

    [Theory]
    [InlineData("o'brien \"the\" \\ builder")]
    [InlineData("星\u2028🚀")]
    [InlineData("]] print('x') --")]
    public void Catalogue_T8_a_player_name_is_data(string name)
    {
        using var server = GameServer.Started();

        server.Deliver(server.Join(name), Composed.With(name, """{"n":"coal","c":3}"""));

        Assert.Equal(3, server.Count(name, "coal"));
        var upload = server.Leave(name);
        Assert.Equal(name, upload["player_name"]!.GetValue<string>());
        Assert.Equal(name, upload["document"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void Unchanged_slots_are_written_as_they_came()
    {
        const string Entries = """
            {"n":"transport-belt","c":100,"r":2},{"n":"transport-belt","c":37},{"f":{"name":"coal","quality":"normal","comparator":"="},"s":7},{"f":{"name":"coal","quality":"normal","comparator":"="},"n":"coal","c":31}
            """;
        using var server = GameServer.Started();
        var document = Composed.Tree("alice", Entries);

        server.Deliver(server.Join("alice"), document.ToJsonString());

        DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
    }

    /// <summary>One sample's queue holds more circuits than its laser turrets take; the rest would be the player's.</summary>
    private static void WithWhatTheCraftsTake(JsonObject sample)
    {
        if (sample["crafting_queue"] is not JsonObject { Count: > 0 } queue || queue["crafting_queue"] is not JsonArray { Count: 1 } lines || lines[0]!["recipe"]!.GetValue<string>() != "laser-turret")
            return;
        queue["ingredients"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == "electronic-circuit")!["count"] = lines[0]!["count"]!.GetValue<int>() * 20;
    }

    /// <summary>From 2.1 on science packs are no tools and have no durability (player-data.md §2.10).</summary>
    private static void WithoutToolDurability(JsonNode? node)
    {
        if (node is JsonObject entry)
        {
            if (entry["n"]?.GetValue<string>().EndsWith("-science-pack", StringComparison.Ordinal) == true)
                entry.Remove("d");
            foreach (var member in entry)
                WithoutToolDurability(member.Value);
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
                WithoutToolDurability(item);
        }
    }
}

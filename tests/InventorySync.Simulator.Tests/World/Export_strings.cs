using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Tests.Runtime;

namespace InventorySync.Simulator.Tests.World;

public sealed class Export_strings : IDisposable
{
    private const string Lamp = """{"blueprint":{"icons":[{"signal":{"name":"small-lamp"},"index":1}],"entities":[{"entity_number":1,"name":"small-lamp","position":{"x":0.5,"y":0.5}},{"entity_number":2,"name":"iron-chest","position":{"x":1.5,"y":0.5},"tags":{"name":"unknown-tag"}}],"item":"blueprint","label":"lamp \"x\"","label_color":{"r":1,"g":0,"b":0,"a":1},"version":562949957025792}}""";

    private readonly TestGame _game = TestGame.Create("function slot(n) return game.get_player('alice').get_main_inventory()[n] end");

    public Export_strings() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void An_import_that_is_not_touched_exports_the_same_string()
    {
        var text = Encode(Lamp);

        Assert.Equal("0", _game.Lua($"(function() slot(1).set_stack('coal') return slot(1).import_stack('{text}') end)()"));
        Assert.Equal("[\"blueprint\",true,\"lamp \\u0022x\\u0022\",1,2,true]", _game.Lua($"{{ slot(1).name, slot(1).export_stack() == '{text}', slot(1).label, slot(1).label_color.r, slot(1).get_blueprint_entity_count(), slot(1).is_blueprint }}"));
        Assert.Equal(JsonNode.Parse(Lamp)!.ToJsonString(), _game.Read()["inventories"]!["main"]!["slots"]!["1"]!["export"]!.ToJsonString());
    }

    [Fact]
    public void The_game_can_be_made_to_write_its_own_string()
    {
        using var game = TestGame.Create(change: setup => setup with { ReencodeExports = true });
        game.Join();
        var text = Encode(Lamp);

        Assert.Equal("false", game.Lua($"(function() local s = game.players[1].get_main_inventory()[1] s.import_stack('{text}') return s.export_stack() == '{text}' end)()"));
        Assert.Equal("\"lamp \\u0022x\\u0022\"", game.Lua("helpers.json_to_table(helpers.decode_string(game.players[1].get_main_inventory()[1].export_stack():sub(2))).blueprint.label"));
    }

    [Fact]
    public void A_new_label_is_in_the_next_export()
    {
        Assert.Equal("[\"other\",2]", _game.Lua($"(function() slot(1).import_stack('{Encode(Lamp)}') slot(1).label = 'other' local b = helpers.json_to_table(helpers.decode_string(slot(1).export_stack():sub(2))).blueprint return {{ b.label, #b.entities }} end)()"));
    }

    [Fact]
    public void Unknown_entities_are_dropped_with_minus_one()
    {
        var text = Encode(Lamp.Replace("\"name\":\"iron-chest\"", "\"name\":\"unknown-chest\"", StringComparison.Ordinal));

        Assert.Equal("[-1,1]", _game.Lua($"{{ slot(1).import_stack('{text}'), slot(1).get_blueprint_entity_count() }}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1eJzLSM3JyQcABiwCFQ==")]
    [InlineData("0!!!")]
    [InlineData("0eJzLSM3JyQcABiwCFQ==")]
    public void What_is_no_export_string_fails_with_one_and_changes_nothing(string text)
    {
        Assert.Equal("[1,\"coal\"]", _game.Lua($"(function() slot(1).set_stack('coal') return {{ slot(1).import_stack('{text}'), slot(1).name }} end)()"));
    }

    [Fact]
    public void Other_kinds_cannot_be_exported() =>
        Assert.Contains("can't be exported", _game.Failure("(function() slot(1).set_stack('coal') return slot(1).export_stack() end)()"), StringComparison.Ordinal);

    [Theory]
    [InlineData("blueprint", "blueprint")]
    [InlineData("blueprint-book", "blueprint_book")]
    [InlineData("upgrade-planner", "upgrade_planner")]
    [InlineData("deconstruction-planner", "deconstruction_planner")]
    [InlineData("ration-card", "item_with_tags")]
    public void Blank_items_of_all_kinds_go_out_and_in(string item, string kind) =>
        Assert.Equal($"[0,\"{item}\",\"L\",true]", _game.Lua($$"""
            (function()
                slot(1).set_stack("{{item}}")
                slot(1).label = "L"
                local text = slot(1).export_stack()
                local code = slot(2).import_stack(text)
                return { code, slot(2).name, slot(2).label, helpers.json_to_table(helpers.decode_string(text:sub(2))).{{kind}} ~= nil }
            end)()
            """));

    [Fact]
    public void Tags_and_description_travel_in_the_string() =>
        Assert.Equal("[\"a\",\"words\"]", _game.Lua("""
            (function()
                slot(1).set_stack({ name = "ration-card", tags = { x = { y = "a" } }, custom_description = "words" })
                slot(2).import_stack(slot(1).export_stack())
                return { slot(2).tags.x.y, slot(2).custom_description }
            end)()
            """));

    [Fact]
    public void The_largest_book_of_the_samples_goes_in_and_out_unchanged()
    {
        var document = JsonNode.Parse(File.ReadAllBytes(SharedFacts.Path("samples/extreme.json")))!;
        var texts = document["character"]!["inventories"]!["main"]!["i"]!.AsArray().Select(entry => (string?)entry!["e"]).OfType<string>().ToList();
        Assert.NotEmpty(texts);

        foreach (var text in texts)
            Assert.Equal("[0,true]", _game.Lua($"(function() local text = '{text}' return {{ slot(1).import_stack(text), slot(1).export_stack() == text }} end)()"));
    }

    private static string Encode(string json)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(Encoding.UTF8.GetBytes(json));
        return "0" + Convert.ToBase64String(packed.ToArray());
    }
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Documents;

public class Exported_items
{
    private static readonly string UnknownEntities = ExportString.Encode(JsonNode.Parse("""
        {"blueprint":{"item":"blueprint","label":"mine","entities":[
        {"entity_number":1,"name":"inserter","position":{"x":0,"y":0}},
        {"entity_number":2,"name":"unknown-machine","position":{"x":3,"y":0}}],"version":562949958205440}}
        """)!);

    [Fact]
    public void A_blueprint_with_unknown_entities_goes_on_with_the_bytes_it_came_with()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", $$"""{"n":"coal","c":1},{"e":"{{UnknownEntities}}"}"""));
        server.Lua("""
            local main = game.get_player("alice").get_main_inventory()
            main[2].swap_stack(main[9])
            """);

        var main = server.Leave("alice")["document"]!["character"]!["inventories"]!["main"]!["i"]!.AsArray();

        Assert.Equal(UnknownEntities, main[1]!["e"]!.GetValue<string>());
        Assert.Equal(9, main[1]!["s"]!.GetValue<int>());
    }

    [Fact]
    public void One_that_the_player_changed_is_written_anew()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", $$"""{"e":"{{UnknownEntities}}"}"""));
        server.Lua("game.get_player('alice').get_main_inventory()[1].label = 'changed'");

        var export = server.Leave("alice")["document"]!["character"]!["inventories"]!["main"]!["i"]![0]!["e"]!.GetValue<string>();

        var blueprint = ExportString.Decode(export)!["blueprint"]!;
        Assert.Equal("changed", blueprint["label"]!.GetValue<string>());
        Assert.Single(blueprint["entities"]!.AsArray());
    }

    [Fact]
    public void An_item_with_tags_is_carried_whole()
    {
        var export = ExportString.Encode(JsonNode.Parse("""
            {"item_with_tags":{"item":"ration-card","label":"for \"Bob\"","tags":{"rations":5,"list":[1,2]},"custom_description":"\u2028🚀","version":562949958205440}}
            """)!);
        using var server = GameServer.Started(new() { TestMods = true });

        server.Deliver(server.Join("alice"), Composed.With("alice", $$"""{"e":"{{export}}","r":2}"""));

        Assert.Equal(3, server.Count("alice", "ration-card"));
        var main = server.Leave("alice")["document"]!["character"]!["inventories"]!["main"]!["i"]!.AsArray();
        Assert.Equal(export, Assert.Single(main)!["e"]!.GetValue<string>());
        Assert.Equal(2, main[0]!["r"]!.GetValue<int>());
    }

    [Fact]
    public void One_that_cannot_be_imported_is_kept()
    {
        var export = ExportString.Encode(JsonNode.Parse("""{"item_with_tags":{"item":"ration-card"}}""")!);
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", $$"""{"e":"{{export}}","s":4}"""));
        var carried = server.Leave("alice")["document"]!;
        Assert.Equal(export, carried["ext"]!["kept"]![0]!["entry"]!["e"]!.GetValue<string>());

        using var modded = GameServer.Started(new() { TestMods = true });
        modded.Deliver(modded.Join("alice"), carried.ToJsonString());

        Assert.Equal("ration-card", modded.Slots("alice")["4"]!["name"]!.GetValue<string>());
        Assert.Null(modded.Leave("alice")["document"]!["ext"]!["kept"]);
    }

    [Fact]
    public void Burner_equipment_keeps_its_fuel_and_its_fire()
    {
        using var server = GameServer.Started(new() { TestMods = true });
        var document = Composed.Tree("alice");
        document["character"]!["inventories"]!["armor"]!["i"] = JsonNode.Parse("""
            [{"n":"exo-suit","c":1,"g":[{"n":"burner-generator-equipment","p":[1,2],"q":"normal",
            "i":{"i":[{"n":"coal","c":7}]},"b":"wood","f":1500000}]}]
            """);

        server.Deliver(server.Join("alice"), document.ToJsonString());

        DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
    }
}

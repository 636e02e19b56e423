using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

public class Things_this_server_does_not_know
{
    private const string Entries = """
        {"n":"coal","c":3},{"n":"backpack","c":1,"l":{"t":"ores","a":true},"i":{"i":[{"n":"iron-ore","c":50}]}},{"n":"stone","c":4,"s":5}
        """;

    [Fact]
    public void Catalogue_D1_an_unknown_item_travels_on_and_is_back_where_it_is_known()
    {
        var document = Composed.Tree("alice", Entries);

        using var without = GameServer.Started();
        without.Deliver(without.Join("alice"), document.ToJsonString());
        Assert.Equal(3, without.Count("alice", "coal"));
        Assert.Contains("kept", without.ChatSeen("alice"), StringComparison.Ordinal);
        var carried = without.Leave("alice")["document"]!.AsObject();
        Assert.Equal("unknown item", carried["ext"]!["kept"]![0]!["reason"]!.GetValue<string>());

        using var with = GameServer.Started(new() { TestMods = true });
        with.Deliver(with.Join("alice"), carried.ToJsonString());

        DocumentComparison.AssertEqual(document, with.Leave("alice")["document"]!);
    }

    [Fact]
    public void Visiting_again_and_again_does_not_multiply_what_is_kept()
    {
        var document = Composed.With("alice", Entries);
        for (var visit = 0; visit < 4; visit++)
        {
            using var server = GameServer.Started();
            server.Deliver(server.Join("alice"), document);
            document = server.Leave("alice")["document"]!.ToJsonString();
        }

        Assert.Single(JsonNode.Parse(document)!["ext"]!["kept"]!.AsArray());
    }

    [Fact]
    public void When_its_slot_was_taken_the_item_finds_another()
    {
        using var without = GameServer.Started();
        without.Deliver(without.Join("alice"), Composed.With("alice", Entries));
        without.SetSlot("alice", "main", 2, new JsonObject { ["name"] = "wood", ["count"] = 9 });
        var carried = without.Leave("alice")["document"]!.ToJsonString();

        using var with = GameServer.Started(new() { TestMods = true });
        with.Deliver(with.Join("alice"), carried);

        Assert.Equal(9, with.Count("alice", "wood"));
        Assert.Equal(1, with.Count("alice", "backpack"));
    }

    [Fact]
    public void Catalogue_D2_what_finds_no_room_comes_back_where_there_is_some()
    {
        var full = string.Join(',', Enumerable.Range(1, 120).Select(slot => $$"""{"n":"coal","c":{{(slot % 49) + 1}}}"""));
        var document = Composed.Tree("alice", full);

        using var small = GameServer.Started();
        small.Deliver(small.Join("alice"), document.ToJsonString());
        var carried = small.Leave("alice")["document"]!.ToJsonString();

        using var large = GameServer.Started();
        large.Lua("game.forces.player.character_inventory_slots_bonus = 100");
        large.Deliver(large.Join("alice"), carried);

        DocumentComparison.AssertEqual(document, large.Leave("alice")["document"]!);
    }

    [Fact]
    public void A_stack_larger_than_here_is_split()
    {
        using var server = GameServer.Started();

        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":130}"""));

        Assert.Equal(130, server.Count("alice", "coal"));
        Assert.Null(server.Leave("alice")["document"]!["ext"]!["kept"]);
    }

    [Fact]
    public void Unknown_equipment_quality_and_filters_are_kept_too()
    {
        var document = Composed.Tree("alice", """
            {"n":"coal","c":1,"q":"mythical"},{"f":{"name":"no-such-item","quality":"normal","comparator":"="}},{"n":"stone","c":2}
            """);
        document["character"]!["inventories"]!["armor"]!["i"] = JsonNode.Parse("""
            [{"n":"power-armor","c":1,"g":[{"n":"no-such-equipment","p":[0,0],"q":"normal"},{"n":"battery-equipment","p":[4,0],"e":100,"q":"normal"}]}]
            """);
        using var server = GameServer.Started();

        server.Deliver(server.Join("alice"), document.ToJsonString());

        var kept = server.Leave("alice")["document"]!["ext"]!["kept"]!.AsArray();
        Assert.Equal(["unknown equipment", "unknown filter", "unknown quality"],
            kept.Select(item => item!["reason"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Catalogue_D5_an_unknown_force_leaves_the_default_and_travels_on()
    {
        using var server = GameServer.Started();
        var document = Composed.Tree("alice");
        document["force"] = "the-others";

        server.Deliver(server.Join("alice"), document.ToJsonString());

        Assert.Equal("player", server.Read("alice")["force"]!.GetValue<string>());
        Assert.Contains("the-others", server.ChatSeen("alice"), StringComparison.Ordinal);
        Assert.Equal("the-others", server.Leave("alice")["document"]!["force"]!.GetValue<string>());
    }
}

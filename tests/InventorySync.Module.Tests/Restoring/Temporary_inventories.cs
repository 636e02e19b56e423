using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

public class Temporary_inventories
{
    private const string StartingItems = """
        return { events = { [defines.events.on_player_created] = function(event)
            game.get_player(event.player_index).insert({ name = "pistol", count = 1 })
            game.get_player(event.player_index).insert({ name = "iron-plate", count = 8 })
        end } }
        """;

    [Fact]
    public void They_are_merged_with_all_their_attributes()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.SetSlot("alice", "main", 1, JsonNode.Parse("""{"name":"tank","count":1,"health":0.5,"quality":"rare"}""")!.AsObject());
        server.SetSlot("alice", "main", 2, JsonNode.Parse("""{"name":"power-armor","grid":[{"name":"battery-equipment","position":[0,0],"quality":"epic","energy":1000}]}""")!.AsObject());
        server.SetSlot("alice", "ammo", 1, JsonNode.Parse("""{"name":"firearm-magazine","count":5,"ammo":3}""")!.AsObject());
        var tank = server.Slots("alice")["1"]!.ToJsonString();
        var armor = server.Slots("alice")["2"]!.ToJsonString();

        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":3}"""));

        var slots = server.Slots("alice").Select(slot => slot.Value!.ToJsonString()).ToList();
        Assert.Contains(tank, slots);
        Assert.Contains(armor, slots);
        Assert.Equal(5, server.Count("alice", "firearm-magazine"));
        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void They_are_merged_exactly_once()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "iron-plate", 17);
        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":3}"""));
        var document = server.Leave("alice")["document"]!.ToJsonString();

        for (var visit = 0; visit < 3; visit++)
        {
            server.Deliver(server.Join("alice"), document, revision: $"visit-{visit}", token: 10 + visit);
            Assert.Equal(17, server.Count("alice", "iron-plate"));
            Assert.Equal(3, server.Count("alice", "coal"));
            document = server.Leave("alice")["document"]!.ToJsonString();
        }
    }

    [Fact]
    public void Starting_items_of_a_brand_new_player_are_not_merged()
    {
        using var server = GameServer.Started(new() { Scenario = StartingItems });
        var acquire = server.Join("alice");
        server.Give("alice", "iron-plate", 5);

        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":3}"""));

        Assert.Equal(0, server.Count("alice", "pistol"));
        Assert.Equal(5, server.Count("alice", "iron-plate"));
        Assert.Equal(3, server.Count("alice", "coal"));
    }

    [Fact]
    public void Starting_items_belong_to_a_player_whom_the_controller_does_not_know()
    {
        using var server = GameServer.Started(new() { Scenario = StartingItems });

        server.JoinNew("alice");

        Assert.Equal(1, server.Count("alice", "pistol"));
        Assert.Equal(8, server.Count("alice", "iron-plate"));
    }

    [Fact]
    public void Catalogue_C6_what_finds_no_room_waits_in_the_stash()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        for (var slot = 1; slot <= 10; slot++)
            server.SetSlot("alice", "main", slot, JsonNode.Parse("""{"name":"tank","count":1}""")!.AsObject());
        var full = string.Join(',', Enumerable.Repeat("""{"n":"coal","c":50}""", 78));

        server.Deliver(acquire, Composed.With("alice", full));

        Assert.Equal(2, server.Count("alice", "tank"));
        Assert.Equal(8, server.Status("alice")["stash"]!.GetValue<int>());
        Assert.Contains("inventory_sync_take_stash", server.Elements("alice"));
        for (var slot = 1; slot <= 3; slot++)
            server.SetSlot("alice", "main", slot, null);
        server.Click("alice", "inventory_sync_take_stash");
        Assert.Equal(5, server.Count("alice", "tank"));
        Assert.Equal(5, server.Status("alice")["stash"]!.GetValue<int>());
        for (var slot = 4; slot <= 20; slot++)
            server.SetSlot("alice", "main", slot, null);
        server.Click("alice", "inventory_sync_take_stash");
        Assert.Equal(10, server.Count("alice", "tank"));
        Assert.Equal(0, server.Status("alice")["stash"]!.GetValue<int>());
        Assert.Empty(server.Elements("alice"));
    }

    [Fact]
    public void The_stash_survives_a_restart()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "tank", 4);
        server.Deliver(acquire, Composed.With("alice", string.Join(',', Enumerable.Repeat("""{"n":"coal","c":50}""", 80))));

        server.Restart(server.Save());

        Assert.Equal(4, server.Status("alice")["stash"]!.GetValue<int>());
    }
}

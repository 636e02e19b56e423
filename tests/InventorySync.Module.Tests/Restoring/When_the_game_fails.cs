using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

public class When_the_game_fails
{
    /// <summary>A filter whose item cannot even be looked up fails in the middle of the restore.</summary>
    private const string Filter = """{"n":"coal","c":3},{"f":{"name":"coal","quality":"normal","comparator":"="},"s":9}""";

    [Fact]
    public void Everything_is_put_back_exactly_as_it_was()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.SetSlot("alice", "armor", 1, JsonNode.Parse("""{"name":"power-armor","health":0.5,"grid":[{"name":"battery-equipment","position":[0,0],"energy":1000},{"name":"energy-shield-equipment","position":[2,0],"shield":12}]}""")!.AsObject());
        server.SetSlot("alice", "main", 95, JsonNode.Parse("""{"name":"tank","quality":"rare"}""")!.AsObject());
        server.SetSlot("alice", "main", 3, JsonNode.Parse("""{"name":"wood","count":5}""")!.AsObject(), JsonNode.Parse("""{"name":"wood","quality":"normal","comparator":"="}""")!.AsObject());
        server.SetSlot("alice", "guns", 2, JsonNode.Parse("""{"name":"pistol"}""")!.AsObject());
        var before = server.Read("alice")["inventories"]!.ToJsonString();
        server.Lua("kept_prototypes = prototypes prototypes = setmetatable({}, { __index = function() error('broken') end })");

        server.Deliver(acquire, Composed.With("alice", Filter), token: 5);

        Assert.Equal(before, server.Read("alice")["inventories"]!.ToJsonString());
        Assert.False(server.Take("transferred")["ok"]!.GetValue<bool>());
        Assert.Equal(5, server.Take("release")["token"]!.GetValue<int>());
        server.Lua("prototypes = kept_prototypes");
        server.Click("alice", "inventory_sync_retry");
        server.Deliver(server.Take("acquire"), Composed.With("alice", Filter), token: 6);
        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.Equal(1, server.Count("alice", "tank"));
        Assert.Equal(0, server.Status("alice")["stash"]!.GetValue<int>());
    }

    [Fact]
    public void A_spectator_whose_restore_failed_may_play_on_with_a_temporary_inventory()
    {
        using var server = GameServer.Started();
        server.JoinNew("alice");
        server.Give("alice", "wood", 5);
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        server.Deliver(server.Join("alice"), "{");
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());

        server.Click("alice", "inventory_sync_temporary");

        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        Assert.Empty(server.Elements("alice"));
        Assert.Equal(0, server.Count("alice", "wood"));
    }

    [Fact]
    public void Catalogue_L6_a_player_who_cannot_be_read_is_released_and_continues_later()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":3}"""), token: 3);
        server.Lua("""
            kept_helpers = helpers
            helpers = setmetatable({ table_to_json = function(value)
                if value.controller then error("broken") end
                return kept_helpers.table_to_json(value)
            end }, { __index = kept_helpers })
            """);

        server.Do("leave", "alice");

        Assert.Equal(3, server.Take("release")["token"]!.GetValue<int>());
        Assert.False(server.HasLine("upload"));
        server.Lua("helpers = kept_helpers");
        var acquire = server.Join("alice");
        Assert.Equal("other-1", acquire["have"]!["revision"]!.GetValue<string>());
        server.Tell($"acquired {GameServer.Number(acquire)} 4 31 same other-1");
        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.Equal(32, server.Leave("alice")["generation"]!.GetValue<int>());
    }
}

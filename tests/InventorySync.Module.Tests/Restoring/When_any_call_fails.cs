using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

/// <summary>Every call that a restore makes of the game fails once, in turn: the n-th of them in the n-th game.</summary>
public class When_any_call_fails
{
    /// <summary>Only every few calls in the usual run of the tests; all of them at night.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("INVENTORYSYNC_NIGHTLY") is null ? 17 : 1;

    private const string Items =
        """
        {"n":"coal","c":3},{"n":"iron-plate","c":100,"r":1},{"n":"unobtainium","c":7},{"n":"wood","c":250,"s":12},
        {"f":{"name":"coal","quality":"normal","comparator":"="},"n":"coal","c":2,"s":40},
        {"n":"power-armor","c":1,"s":60,"g":[{"n":"battery-equipment","p":[0,0],"q":"normal","e":100},{"n":"phlogiston-shield","p":[2,2],"q":"normal"}]},
        {"n":"copper-plate","c":9,"s":200}
        """;

    /// <summary>What the player has at the end, here or set aside: the document and the temporary inventory, once.</summary>
    private static readonly Dictionary<string, long> Everything = new()
    {
        ["coal"] = 5,
        ["iron-plate"] = 200,
        ["unobtainium"] = 7,
        ["wood"] = 255,
        ["copper-plate"] = 9,
        ["power-armor"] = 1,
        ["modular-armor"] = 1,
        ["pistol"] = 2,
        ["stone"] = 33,
    };

    [Theory]
    [InlineData("character")]
    [InlineData("god")]
    [InlineData("ghost")]
    public void The_player_has_the_old_state_or_the_new_one_and_nothing_twice(string controller)
    {
        long calls = 0;
        // With 0 all succeed. The first call decodes the transfer and is no part of the restore.
        for (var n = 0; n == 0 || n <= calls; n += n == 0 ? 2 : Stride)
        {
            using var game = GameServer.Started();
            var (transfer, before) = Prepare(game, controller);
            game.Faults.Clear();
            game.Faults.FailAt = n;

            var reply = game.Send(transfer.Part(1));

            calls = Math.Max(calls, game.Faults.Counted);
            game.Faults.Clear();
            CheckOneState(game, before, controller, $"call {n} of {calls}");
            if (reply.Length > 0)
                game.Send(transfer.Part(1));
            Finish(game, controller, $"call {n} of {calls}");
        }

        Assert.True(calls > 500, $"{calls} calls were counted");
    }

    private static (Transfer Transfer, string Before) Prepare(GameServer server, string controller)
    {
        var acquire = server.Join("alice");
        server.Lua("local player = game.get_player('alice') for _, name in pairs({ 'main', 'guns', 'ammo' }) do player.character.get_inventory(defines.inventory['character_' .. name]).clear() end");
        server.SetSlot("alice", "armor", 1, JsonNode.Parse("""{"name":"modular-armor","grid":[{"name":"battery-equipment","position":[0,0],"energy":1000}]}""")!.AsObject());
        server.SetSlot("alice", "main", 85, JsonNode.Parse("""{"name":"stone","count":33}""")!.AsObject());
        server.SetSlot("alice", "main", 3, JsonNode.Parse("""{"name":"wood","count":5}""")!.AsObject(), JsonNode.Parse("""{"name":"wood","quality":"normal","comparator":"="}""")!.AsObject());
        server.SetSlot("alice", "guns", 2, JsonNode.Parse("""{"name":"pistol"}""")!.AsObject());
        server.SetSlot("alice", "main", 1, JsonNode.Parse("""{"name":"pistol"}""")!.AsObject());
        return (server.Offer(acquire, Document(controller), partBytes: 100_000), State(server));
    }

    private static string Document(string controller)
    {
        var document = JsonNode.Parse(Composed.With("alice", Items))!.AsObject();
        if (controller == "character")
            return document.ToJsonString();
        var main = document["character"]!["inventories"]!["main"]!.DeepClone();
        document.Remove("character");
        document["controller"] = controller;
        document["inventories"] = new JsonObject { ["main"] = main };
        if (controller == "ghost")
            document["ticks_to_respawn"] = 100;
        return document.ToJsonString();
    }

    private static string State(GameServer server)
    {
        var read = server.Read("alice");
        return new JsonArray(read["controller"]!.DeepClone(), read["inventories"]!.DeepClone()).ToJsonString();
    }

    private static void CheckOneState(GameServer server, string before, string controller, string where)
    {
        if (server.Status("alice")["sync"]!.GetValue<bool>())
            Assert.Equal(controller, server.Read("alice")["controller"]!.GetValue<string>());
        else
            Assert.True(before == State(server), $"{where}: {before} became {State(server)}");
    }

    private static void Finish(GameServer server, string controller, string where)
    {
        server.Run(25);
        if (!server.Status("alice")["sync"]!.GetValue<bool>())
        {
            Assert.True(server.Elements("alice").Contains("inventory_sync_retry"), $"{where}: no way to go on; {Problems(server)}");
            server.Click("alice", "inventory_sync_retry");
            server.Deliver(server.Take("acquire"), Document(controller), token: 9);
        }

        AssertTotals(Everything, server, where);
        Assert.True(server.Lua("local count = 0 for _, one in pairs(game.get_script_inventories().level) do count = count + 1 end return count")!.GetValue<int>()
            <= 1, $"{where}: an inventory outside the world was left over");
    }

    private static void AssertTotals(Dictionary<string, long> expected, GameServer server, string where)
    {
        var found = Totals(server);
        var differences = expected.Keys.Union(found.Keys)
            .Where(name => expected.GetValueOrDefault(name) != found.GetValueOrDefault(name))
            .Select(name => $"{name}: {expected.GetValueOrDefault(name)} became {found.GetValueOrDefault(name)}")
            .ToList();
        Assert.True(differences.Count == 0, $"{where}: {string.Join(", ", differences)}; {Problems(server)}");
    }

    private static string Problems(GameServer server)
        => string.Join('\n', server.Host.Lines.Where(line => line["type"]!.GetValue<string>() == "log")) + server.Status("alice").ToJsonString();

    private static Dictionary<string, long> Totals(GameServer server)
    {
        var totals = server.Lua("""
            local totals = {}
            local function add(name, count) totals[name] = (totals[name] or 0) + count end
            local player = game.get_player("alice")
            local record = storage.inventory_sync_extended.players.alice
            local function add_inventory(inventory)
                for _, item in pairs(inventory.get_contents()) do add(item.name, item.count) end
            end
            for _, name in pairs({ "main", "guns", "ammo", "armor", "trash" }) do
                if player.character then add_inventory(player.character.get_inventory(defines.inventory["character_" .. name])) end
            end
            if player.controller_type == defines.controllers.god then add_inventory(player.get_inventory(defines.inventory.god_main)) end
            if record.stash then add_inventory(record.stash) end
            for _, item in pairs(record.kept or {}) do
                if item.entry.n and not item.path:find("/g$") then add(item.entry.n, (item.entry.c or 1) * ((item.entry.r or 0) + 1)) end
            end
            for _, inventory in pairs(record.hidden or {}) do
                for _, entry in pairs(inventory.i) do if entry.n then add(entry.n, entry.c * ((entry.r or 0) + 1)) end end
            end
            return totals
            """)!.AsObject();
        return totals.ToDictionary(item => item.Key, item => item.Value!.GetValue<long>());
    }
}

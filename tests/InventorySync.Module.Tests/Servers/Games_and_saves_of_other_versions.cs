using InventorySync.Module.Tests.Support;
using InventorySync.Simulator.World;

namespace InventorySync.Module.Tests.Servers;

public class Games_and_saves_of_other_versions
{
    [Fact]
    public void A_game_before_2_0_is_refused_while_loading_with_a_clear_message()
    {
        // What tells the module: those games have no helpers.
        var refused = Assert.Throws<ScenarioException>(() => new GameServer(new() { Scenario = "helpers = nil return {}" }).Dispose());

        Assert.Contains("needs Factorio 2.0 or newer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_a_newer_module_is_not_touched()
    {
        using var server = GameServer.Started();
        server.Lua("storage.inventory_sync_extended.format = 2");

        Assert.Contains("Use the version of InventorySync", server.Send("status"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_left_in_the_global_table_and_upstreams_storage_is_not_disturbed()
    {
        using var server = GameServer.Started();
        server.Lua("storage.inventory_sync = { theirs = true }");
        var before = server.Lua("local names = {} for name in pairs(_G) do names[#names + 1] = name end table.sort(names) return table.concat(names, ' ')")!.ToJsonString();

        server.Deliver(server.Join("alice"), Documents.Composed.With("alice", """{"n":"coal","c":3}"""));
        server.Leave("alice");
        server.Run(700);

        Assert.Equal(before, server.Lua("local names = {} for name in pairs(_G) do names[#names + 1] = name end table.sort(names) return table.concat(names, ' ')")!.ToJsonString());
        Assert.Equal("""{"theirs":true}""", server.Lua("return storage.inventory_sync")!.ToJsonString());
        Assert.DoesNotContain("inventory_sync", before, StringComparison.Ordinal);
    }
}

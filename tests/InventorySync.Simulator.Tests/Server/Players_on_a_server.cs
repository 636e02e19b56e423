using System.Text.Json.Nodes;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.Saves;

namespace InventorySync.Simulator.Tests.Server;

public sealed class Players_on_a_server : IAsyncLifetime
{
    private readonly CancellationTokenSource _overall = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly SimulatedInstance _instance = new();

    private CancellationToken Ct => _overall.Token;

    public async ValueTask InitializeAsync()
    {
        _overall.CancelAfter(TimeSpan.FromMinutes(3));
        await _instance.CreateWorldAsync(Ct);
    }

    public ValueTask DisposeAsync()
    {
        _instance.Dispose();
        _overall.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Start_with_the_items_of_a_new_player()
    {
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);

        var joined = await control.JoinAsync("alice", Ct);

        Assert.True(joined.Created);
        Assert.Equal(1, joined.PlayerIndex);
        Assert.Equal(
            ["burner-mining-drill 1", "firearm-magazine 10", "iron-plate 8", "pistol 1", "stone-furnace 1", "wood 1"],
            Items(await control.ReadAsync("alice", Ct)));
    }

    [Fact]
    public async Task Come_and_go_with_the_lines_that_managers_look_for()
    {
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);

        await control.JoinAsync("alice", Ct);
        Assert.EndsWith("processed PlayerJoinGame peerID(1) playerIndex(0) mode(create) ", await server.LineAsync("PlayerJoinGame", Ct), StringComparison.Ordinal);
        Assert.EndsWith("[JOIN] alice joined the game", await server.LineAsync("[JOIN]", Ct), StringComparison.Ordinal);
        await control.LeaveAsync("alice", Ct);
        Assert.EndsWith("[LEAVE] alice left the game", await server.LineAsync("[LEAVE]", Ct), StringComparison.Ordinal);
        await server.LineAsync("removing peer(1).", Ct);

        var again = await control.JoinAsync("alice", Ct);
        Assert.False(again.Created);
        await server.LineAsync("mode(connect)", Ct);
        Assert.Equal(1, (await control.StatsAsync(Ct))["peers"]!.GetValue<int>());
    }

    [Fact]
    public async Task Keep_what_they_own_when_the_server_saves_and_starts_again()
    {
        IReadOnlyList<string> before;
        await using (var server = await _instance.HostAsync(Ct))
        {
            await using var control = await server.ControlAsync(Ct);
            await control.JoinAsync("alice", Ct);
            await control.GiveAsync("alice", "iron-plate", 92, Ct);
            before = Items(await control.ReadAsync("alice", Ct));
            await control.LeaveAsync("alice", Ct);
            await server.SignalAsync("INT", Ct);
            Assert.Equal(0, await server.ExitedAsync(Ct));
        }

        await using var second = await _instance.HostAsync(Ct);
        await using var driver = await second.ControlAsync(Ct);
        await driver.JoinAsync("alice", Ct);

        Assert.Contains("iron-plate 100", before);
        Assert.Equal(before, Items(await driver.ReadAsync("alice", Ct)));
    }

    [Fact]
    public async Task Lose_what_happened_since_the_last_save_when_it_is_killed()
    {
        await using (var server = await _instance.HostAsync(Ct))
        {
            await using var control = await server.ControlAsync(Ct);
            await control.JoinAsync("alice", Ct);
            await control.SaveAsync(Ct);
            await control.GiveAsync("alice", "iron-plate", 92, Ct);
            await server.SignalAsync("KILL", Ct);
            Assert.NotEqual(0, await server.ExitedAsync(Ct));
        }

        await using var second = await _instance.HostAsync(Ct);
        await using var driver = await second.ControlAsync(Ct);

        // Online in the save, and made to leave before the first tick.
        Assert.False((await driver.PlayersAsync(Ct))[0]!["connected"]!.GetValue<bool>());
        await driver.JoinAsync("alice", Ct);
        Assert.Contains("iron-plate 8", Items(await driver.ReadAsync("alice", Ct)));
    }

    [Fact]
    public async Task Leave_in_the_eyes_of_the_script_before_the_first_tick_after_a_kill()
    {
        PatchedSave.Patch(_instance.World, ("watcher", """
            local function note(event)
                storage.seen = (storage.seen or "") .. event.name .. ";"
            end
            return {
                events = {
                    [defines.events.on_pre_player_left_game] = note,
                    [defines.events.on_player_left_game] = note,
                    [defines.events.on_tick] = function(event)
                        if storage.seen and not storage.first_tick then
                            storage.first_tick = storage.seen
                        end
                    end,
                },
            }
            """));
        await using (var server = await _instance.HostAsync(Ct))
        {
            await using var control = await server.ControlAsync(Ct);
            await control.JoinAsync("alice", Ct);
            await control.SaveAsync(Ct);
            await server.SignalAsync("KILL", Ct);
            await server.ExitedAsync(Ct);
        }

        await using var second = await _instance.HostAsync(Ct);
        await using var driver = await second.ControlAsync(Ct);

        var seen = await driver.WaitForLuaAsync("storage.first_tick", 600, Ct);
        var expected = await driver.LuaAsync("return defines.events.on_pre_player_left_game .. ';' .. defines.events.on_player_left_game .. ';'", Ct);
        Assert.Equal(expected!.GetValue<string>(), seen!.GetValue<string>());
    }

    [Theory]
    [InlineData("/ban alice no reason.", "[BAN] alice was banned by <server>. Reason: no reason.")]
    [InlineData("/kick alice", "[KICK] alice was kicked by <server>. Reason: unspecified.")]
    public async Task Are_put_out_by_commands(string command, string line)
    {
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);
        await control.JoinAsync("alice", Ct);

        await server.WriteLineAsync(command);

        Assert.EndsWith(line, await server.LineAsync(line[..6], Ct), StringComparison.Ordinal);
        await server.LineAsync("[LEAVE] alice left the game", Ct);
        if (command.StartsWith("/ban", StringComparison.Ordinal))
        {
            var refused = await Assert.ThrowsAsync<SimulatorControlException>(() => control.JoinAsync("alice", Ct));
            Assert.Contains("alice is banned", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_are_not_on_an_enabled_whitelist_cannot_join()
    {
        await using var server = await _instance.HostAsync(Ct, "--use-server-whitelist");
        await using var control = await server.ControlAsync(Ct);

        await Assert.ThrowsAsync<SimulatorControlException>(() => control.JoinAsync("alice", Ct));

        using var rcon = await server.RconAsync(Ct);
        await rcon.CommandAsync(1, "/whitelist add alice", Ct);
        Assert.True((await control.JoinAsync("alice", Ct)).Created);
    }

    [Fact]
    public async Task Can_be_waited_for()
    {
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);
        await using var other = await server.ControlAsync(Ct);
        var waiting = other.WaitForPlayerAsync("a\"lice\\", joined: true, Ct);

        await control.JoinAsync("a\"lice\\", Ct);
        await waiting;

        var failed = await Assert.ThrowsAsync<SimulatorControlException>(() => control.WaitForLuaAsync("false", 10, Ct));
        Assert.Contains("10 ticks", failed.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await control.WaitForLuaAsync("1 + 2", 10, Ct))!.GetValue<int>());
    }

    [Fact]
    public async Task Are_gone_with_a_server_whose_script_fails_and_nothing_is_saved()
    {
        PatchedSave.Patch(_instance.World, ("faulty", """
            return { on_nth_tick = { [60] = function() if storage.armed then local o = nil; o.x = 1 end end } }
            """));
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);
        await control.SaveAsync(Ct);
        var saved = await File.ReadAllBytesAsync(_instance.World, Ct);
        await control.JoinAsync("alice", Ct);

        await control.LuaAsync("storage.armed = true", Ct);

        Assert.Equal(1, await server.ExitedAsync(Ct));
        Assert.Equal(saved, await File.ReadAllBytesAsync(_instance.World, Ct));
        await server.LineAsync("Error while running event level::on_nth_tick(60)", Ct);
        await server.LineAsync("attempt to index", Ct);
        await server.LineAsync("Error MainLoop.cpp:1510: Exception at tick ", Ct);
        await server.LineAsync("Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: \"The scenario level caused a non-recoverable error.", Ct);
        await server.LineAsync("changing state from(InGame) to(Failed)", Ct);
        await server.LineAsync("Quitting: multiplayer error.", Ct);
    }

    [Fact]
    public async Task Meet_the_same_scripts_after_the_server_has_saved()
    {
        PatchedSave.Patch(_instance.World, ("own", "return {}"));
        await using (var server = await _instance.HostAsync(Ct))
        {
            await using var control = await server.ControlAsync(Ct);
            await control.QuitAsync(Ct);
            await server.ExitedAsync(Ct);
        }

        var files = SaveFile.Read(_instance.World).Files.Select(file => file.Key).ToArray();

        foreach (var file in (string[])["modules/own/start.lua", "clusterio.json", "control.lua", "scenario.lua", "locale/en/scenario.cfg"])
            Assert.Contains(file, files);
    }

    [Fact]
    public async Task Own_only_items_that_the_server_has()
    {
        _instance.WriteSimulatorSettings("{\"items\": {\"remove\": [\"wood\"], \"add\": [\"flux-capacitor\"]}}");
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);

        Assert.False((await control.LuaAsync("return prototypes.item['wood'] ~= nil", Ct))!.GetValue<bool>());
        Assert.True((await control.LuaAsync("return prototypes.item['flux-capacitor'] ~= nil and prototypes.item['iron-plate'] ~= nil", Ct))!.GetValue<bool>());
        await control.JoinAsync("alice", Ct);
        Assert.DoesNotContain("wood 1", Items(await control.ReadAsync("alice", Ct)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Are_in_the_save_of_a_shutdown_as_the_simulators_settings_say(bool onlineInSave, bool leftAtLoad)
    {
        PatchedSave.Patch(_instance.World, ("watcher", """
            return { events = { [defines.events.on_player_left_game] = function() storage.left = (storage.left or 0) + 1 end } }
            """));
        _instance.WriteSimulatorSettings($"{{\"online_in_save_on_quit\": {(onlineInSave ? "true" : "false")}}}");
        await using (var server = await _instance.HostAsync(Ct))
        {
            await using var control = await server.ControlAsync(Ct);
            await control.JoinAsync("alice", Ct);
            await control.QuitAsync(Ct);
            Assert.Equal(0, await server.ExitedAsync(Ct));
            Assert.Equal(!leftAtLoad, server.Lines.Any(line => line.Contains("[LEAVE] alice", StringComparison.Ordinal)));
        }

        await using var second = await _instance.HostAsync(Ct);
        await using var driver = await second.ControlAsync(Ct);

        Assert.Equal(1, (await driver.LuaAsync("return storage.left", Ct))!.GetValue<int>());
    }

    [Fact]
    public async Task Are_admins_while_they_are_in_the_list()
    {
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);
        using var rcon = await server.RconAsync(Ct);
        await rcon.CommandAsync(1, "/promote alice", Ct);
        await control.JoinAsync("alice", Ct);
        Assert.True((await control.LuaAsync("return game.get_player('alice').admin", Ct))!.GetValue<bool>());

        Assert.Equal("alice was demoted from admin by <server>.\n", await rcon.CommandAsync(2, "/demote alice", Ct));

        Assert.False((await control.LuaAsync("return game.get_player('alice').admin", Ct))!.GetValue<bool>());
    }

    [Fact]
    public async Task Hear_script_output_where_it_belongs()
    {
        await using var server = await _instance.HostAsync(Ct);
        await using var control = await server.ControlAsync(Ct);

        await control.LuaAsync("print('\\f$ipc:test?j{}') log('noted') helpers.write_file('sub/out.json', '{}', false, 0)", Ct);

        Assert.Equal("\f$ipc:test?j{}", await server.LineAsync("$ipc:", Ct));
        Assert.Contains(" Script ", await server.LineAsync("noted", Ct), StringComparison.Ordinal);
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(_instance.WriteData, "script-output/sub/out.json"), Ct));
    }

    private static string[] Items(JsonObject player)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, inventory) in player["inventories"]!.AsObject())
        {
            foreach (var (_, item) in inventory?["slots"]?.AsObject() ?? [])
            {
                var name = item!["name"]!.GetValue<string>();
                counts[name] = counts.GetValueOrDefault(name) + item["count"]!.GetValue<int>();
            }
        }
        return counts.Select(pair => $"{pair.Key} {pair.Value}").ToArray();
    }
}

using System.Text;
using InventorySync.Module.Tests.Support;
using InventorySync.Protocol.Game.Saves;
using InventorySync.Simulator.Saves;
using InventorySync.Simulator.World;

namespace InventorySync.Module.Tests.Servers;

/// <summary>A save into which the known plugin's host has patched its modules, patched again by this project's.</summary>
public sealed class Upgrading_a_patched_save : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("invsync-test-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Its_modules_are_replaced_and_its_state_is_taken_over()
    {
        using var server = new GameServer(new() { Hello = false });
        server.RestartFrom(Theirs(), server.Save(), hello: false);
        server.Lua("storage.inventory_sync_extended = nil");
        server.Do("join", "alice");
        server.Give("alice", "coal", 5);
        Assert.Equal("true", server.Lua("return storage.inventory_sync.players.alice.sync")!.ToJsonString());

        var (files, state) = Patch(Theirs(), server.Save());
        Assert.DoesNotContain(files.Keys, path => path.StartsWith("modules/clusterio", StringComparison.Ordinal) || path.StartsWith("modules/inventory_sync/gui", StringComparison.Ordinal));
        Assert.DoesNotContain("modules/inventory_sync/inventory_sync", Encoding.UTF8.GetString(files["control.lua"]), StringComparison.Ordinal);
        server.RestartFrom(files, state);

        var upload = server.Take("upload");
        Assert.Equal(4, upload["generation"]!.GetValue<int>());
        Assert.Contains("coal", upload["document"]!.ToJsonString(), StringComparison.Ordinal);
        server.Tell($"uploaded {upload["upload"]} stored");
        server.Tell($"acquired {GameServer.Number(server.Join("alice"))} 9 4 same {upload["revision"]!.GetValue<string>()}");
        Assert.Equal(5, server.Count("alice", "coal"));
    }

    /// <summary>What such a save has in it, the plugin's scripts being a stand-in that keeps the same state.</summary>
    private static Dictionary<string, byte[]> Theirs()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["scenario.lua"] = "return {}",
            ["modules/clusterio/module.json"] = "{}",
            ["modules/clusterio/api.lua"] = "return { events = {} }",
            ["modules/inventory_sync/module.json"] = "{}",
            ["modules/inventory_sync/gui/progress_dialog.lua"] = "return {}",
            ["modules/inventory_sync/inventory_sync.lua"] = """
                return { events = { [defines.events.on_player_joined_game] = function(event)
                    storage.inventory_sync = storage.inventory_sync or { players = {}, active_uploads = {}, active_downloads = {}, finished_downloads = {} }
                    storage.inventory_sync.players[game.get_player(event.player_index).name] = { dirty = true, sync = true, generation = 3 }
                end } }
                """,
            ["control.lua"] = """
                clusterio_patch_number = 1
                local event_handler = require("event_handler")
                event_handler.add_lib(require("scenario"))
                event_handler.add_lib(require("modules/inventory_sync/inventory_sync"))
                """,
            ["clusterio.json"] = """
                {"version":1,"patch_number":1,
                 "scenario":{"name":"freeplay","version":"2.0.29","dependencies":{},"require":["scenario"],"load":[]},
                 "modules":[
                  {"name":"clusterio","version":"2.0.0","dependencies":{},"require":["api.lua"],"load":[],"files":["modules/clusterio/module.json","modules/clusterio/api.lua"]},
                  {"name":"inventory_sync","version":"2.0.0","dependencies":{"clusterio":"*"},"require":[],"load":["inventory_sync.lua"],
                   "files":["modules/inventory_sync/module.json","modules/inventory_sync/gui/progress_dialog.lua","modules/inventory_sync/inventory_sync.lua"]}]}
                """,
        };
        return texts.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal);
    }

    private (Dictionary<string, byte[]> Files, GameState State) Patch(Dictionary<string, byte[]> files, GameState state)
    {
        var path = Path.Combine(_directory.FullName, "world.zip");
        var version = InventorySync.Simulator.Saves.GameVersion.Parse("2.0.77");
        SaveFile.Write(path, new SavedMap
        {
            RootFolder = "world",
            Version = version,
            CreatedVersion = version,
            Level = state.World,
            Script = state.Storage,
            Files = [.. files],
        });
        var module = Path.Combine(Repository.Root, "module");
        SavePatcher.Patch(path, [SaveModule.FromFiles(Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(module, file).Replace('\\', '/'), file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file), StringComparer.Ordinal))]);
        var patched = SaveFile.Read(path);
        return (patched.Files.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal), new GameState(patched.Level, patched.Script));
    }
}

using System.Text;
using InventorySync.Simulator.Tests.World;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.Runtime;

public class Keeping_storage
{
    [Fact]
    public void All_kinds_of_values_come_back()
    {
        using var game = TestGame.Create();
        game.Lua("""
            (function()
                storage.values = { 1, -0.1, 1e300, "ä😀\u{0}", true, false, { nested = { deep = 1 } }, [10] = "ten", ["with space"] = 1 / 0, [true] = "yes" }
                storage.bytes = string.char(0, 255, 128)
                storage.nan = 0 / 0
            end)()
            """.Replace("\\u{0}", "\\0", StringComparison.Ordinal));
        var before = game.Lua("storage.values[7]") + game.Lua("{ storage.values[1], storage.values[2], storage.values[3], storage.values[10], storage.values[true] }");

        game.SaveAndLoad();

        Assert.Equal(before, game.Lua("storage.values[7]") + game.Lua("{ storage.values[1], storage.values[2], storage.values[3], storage.values[10], storage.values[true] }"));
        Assert.Equal("true", game.Lua("storage.bytes == string.char(0, 255, 128) and storage.nan ~= storage.nan and storage.values['with space'] == 1 / 0 and storage.values[4] == 'ä😀\\0'"));
        Assert.Equal("true", game.Lua("storage.values[5] == true and storage.values[6] == false"));
    }

    [Fact]
    public void Tables_that_share_or_hold_themselves_stay_so()
    {
        using var game = TestGame.Create();
        game.Lua("(function() local shared = { x = 1 } storage.a = shared storage.b = { again = shared } storage.me = storage shared.up = storage.b end)()");

        game.SaveAndLoad();

        Assert.Equal("true", game.Lua("storage.a == storage.b.again and storage.me == storage and storage.a.up == storage.b"));
    }

    [Fact]
    public void References_to_things_of_the_map_lead_to_the_same_things()
    {
        using var game = TestGame.Create();
        game.Join();
        game.Lua("""
            (function()
                local player = game.get_player("alice")
                player.get_main_inventory()[3].set_stack({ name = "power-armor" })
                storage.player = player
                storage.main = player.get_main_inventory()
                storage.stack = storage.main[3]
                storage.grid = storage.stack.grid
                storage.item = storage.stack.item
                storage.script = game.create_inventory(4)
                storage.script[2].set_stack("coal")
                storage.frame = player.gui.screen.add({ type = "frame", name = "f", caption = { "x.y", 1 }, tags = { n = 1 } })
                storage.label = storage.frame.add({ type = "label", name = "l", caption = "text" })
                storage.label.style.minimal_width = 40
                storage.force = player.force
                storage.body = player.character
                storage.surface = player.surface
                storage.iron = prototypes.item["iron-plate"]
                storage[player] = nil
            end)()
            """);

        game.SaveAndLoad();
        game.Join();

        Assert.Equal("true", game.Lua("""
            storage.player == game.get_player("alice") and storage.main == storage.player.get_main_inventory() and storage.stack == storage.main[3]
                and storage.stack.name == "power-armor" and storage.grid == storage.stack.grid and storage.item == storage.stack.item
                and storage.script[2].count == 50 and storage.script.mod_owner == "level" and storage.frame == storage.player.gui.screen.f
                and storage.label == storage.frame.l and storage.label.caption == "text" and storage.label.style.minimal_width == 40 and storage.frame.tags.n == 1
                and storage.force == game.forces.player and storage.body == storage.player.character and storage.surface == game.surfaces.nauvis
                and storage.iron == prototypes.item["iron-plate"]
            """));
    }

    [Fact]
    public void A_reference_to_something_gone_is_invalid()
    {
        using var game = TestGame.Create();
        game.Join();
        game.Lua("(function() storage.frame = game.get_player('alice').gui.screen.add({ type = 'frame', name = 'f' }) storage.frame.destroy() end)()");

        game.SaveAndLoad();
        game.SaveAndLoad();

        Assert.Equal("false", game.Lua("storage.frame.valid"));
    }

    [Theory]
    [InlineData("storage.a = { b = { print } }", "storage.a.b[1] is a function, which cannot be saved.")]
    [InlineData("storage.gui = script", "storage.gui is a LuaBootstrap, which cannot be saved.")]
    [InlineData("storage = 5", "storage is a number, not a table.")]
    public void What_cannot_be_saved_is_named(string code, string message)
    {
        using var game = TestGame.Create();
        game.Lua($"(function() {code} end)()");

        Assert.Contains(message, Assert.Throws<ScenarioException>(() => game.Game.Save()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_may_only_be_read_while_loading()
    {
        using var game = TestGame.Create("script.on_load(function() if storage.spoil then storage.loaded = true end end)");
        game.SaveAndLoad();
        game.Lua("(function() storage.spoil = true end)()");

        var error = Assert.Throws<ScenarioException>(() => game.SaveAndLoad());

        Assert.Contains("The script changed storage in on_load", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registered_metatables_come_back_with_their_tables()
    {
        using var game = TestGame.Create("""
            Counter = { __index = { twice = function(self) return self.n * 2 end } }
            script.register_metatable("counter", Counter)
            script.on_init(function() storage.counter = setmetatable({ n = 4 }, Counter) end)
            """);

        game.SaveAndLoad();

        Assert.Equal("8", game.Lua("storage.counter:twice()"));
    }

    [Fact]
    public void The_same_state_is_saved_in_the_same_bytes()
    {
        using var game = TestGame.Create();
        game.Join();
        game.Do("give", new() { ["player"] = "alice", ["items"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["name"] = "coal", ["count"] = 130 }) });
        game.Leave();
        game.Tick(3);
        var first = game.Game.Save();

        game.SaveAndLoad();
        var second = game.Game.Save();

        Assert.Equal(Encoding.UTF8.GetString(first.World), Encoding.UTF8.GetString(second.World));
        Assert.Equal(Encoding.UTF8.GetString(first.Storage), Encoding.UTF8.GetString(second.Storage));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"version\":99}")]
    [InlineData("{\"version\":1}")]
    public void A_damaged_save_is_refused(string world)
    {
        using var game = TestGame.Create();

        Assert.Throws<InvalidDataException>(() => SimulatedGame.Load(game.Setup, game.Game.Save() with { World = Encoding.UTF8.GetBytes(world) }));
    }
}

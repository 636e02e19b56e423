using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Tests.World;

public sealed class Bodies_and_controllers : IDisposable
{
    private const string State = """
        (function()
            local p = game.get_player("alice")
            local name = "?"
            for key, value in pairs(defines.controllers) do if value == p.controller_type then name = key end end
            local has = {}
            for _, key in ipairs({ "character_main", "character_guns", "character_ammo", "character_armor", "character_trash", "god_main", "editor_main" }) do
                if p.get_inventory(defines.inventory[key]) then has[#has + 1] = key end
            end
            return name .. " " .. tostring(p.character ~= nil) .. " " .. tostring(p.get_main_inventory() ~= nil) .. " " .. tostring(p.cursor_stack ~= nil) .. " " .. table.concat(has, ",")
        end)()
        """;

    private const string Body = "character_main,character_guns,character_ammo,character_armor,character_trash";

    private readonly TestGame _game = TestGame.Create();

    public Bodies_and_controllers() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Theory]
    [InlineData("character", "character true true true " + Body)]
    [InlineData("god", "god false true true god_main")]
    [InlineData("spectator", "spectator false false false ")]
    [InlineData("ghost", "ghost false false false ")]
    [InlineData("remote", "remote true false true " + Body)]
    [InlineData("editor", "editor false true true editor_main")]
    [InlineData("cutscene", "cutscene false false false ")]
    public void A_controller_has_its_own_inventories(string controller, string state)
    {
        _game.Do("set_controller", new() { ["player"] = "alice", ["controller"] = controller });

        Assert.Equal($"\"{state}\"", _game.Lua(State));
    }

    [Fact]
    public void Without_connection_there_is_no_character_but_its_things_are_kept()
    {
        _game.Lua("game.players[1].insert('coal')");
        _game.Leave();

        Assert.Equal("\"character false false false \"", _game.Lua(State));
        Assert.Equal("50", _game.Read()["inventories"]!["main"]!["slots"]!["1"]!["count"]!.ToJsonString());
        Assert.Equal("false", _game.Lua("game.players[1].create_character()"));
        _game.Join();
        Assert.Equal("50", _game.Lua("game.players[1].get_main_inventory()[1].count"));
    }

    [Fact]
    public void Leaving_remote_view_or_the_editor_goes_back_to_the_body()
    {
        _game.Lua("game.players[1].set_controller({ type = defines.controllers.remote })");
        Assert.Equal("[true,true]", _game.Lua("{ game.players[1].physical_controller_type == defines.controllers.character, game.players[1].character.get_main_inventory() ~= nil }"));
        _game.Lua("game.players[1].exit_remote_view()");
        Assert.Equal($"\"character true true true {Body}\"", _game.Lua(State));

        _game.Do("promote", new() { ["player"] = "alice" });
        _game.Lua("game.players[1].toggle_map_editor()");
        Assert.Equal("true", _game.Lua("game.players[1].stashed_controller_type == defines.controllers.character"));
        _game.Lua("game.players[1].toggle_map_editor()");
        Assert.Equal($"\"character true true true {Body}\"", _game.Lua(State));
    }

    [Fact]
    public void A_god_has_everything_again_after_a_cutscene()
    {
        _game.Do("set_controller", new() { ["player"] = "alice", ["controller"] = "god" });
        _game.Lua("game.players[1].insert('coal')");
        _game.Do("set_controller", new() { ["player"] = "alice", ["controller"] = "cutscene" });
        Assert.Equal("true", _game.Lua("game.players[1].get_inventory(defines.inventory.god_main) == nil"));

        _game.SaveAndLoad();
        _game.Join();
        _game.Lua("game.players[1].exit_cutscene()");

        Assert.Equal("50", _game.Lua("game.players[1].get_item_count('coal')"));
    }

    [Fact]
    public void A_teleport_leaves_remote_view_in_one_version_and_not_in_the_other()
    {
        const string Teleport = "(function() local p = game.players[1] p.set_controller({ type = defines.controllers.remote }) p.teleport({ 5, 6 }) return { p.controller_type == defines.controllers.remote, p.physical_position.x } end)()";
        using var later = TestGame.Create(change: setup => setup with { Version = "2.1.9" });
        later.Join();

        Assert.Equal("[false,5]", _game.Lua(Teleport));
        Assert.Equal("[true,5]", later.Lua(Teleport));
    }

    [Fact]
    public void Taking_the_body_back_needs_that_body()
    {
        _game.Lua("(function() local p = game.players[1] storage.body = p.character p.set_controller({ type = defines.controllers.spectator }) end)()");

        Assert.Contains("needs the argument character", _game.Failure("game.players[1].set_controller({ type = defines.controllers.character })"), StringComparison.Ordinal);
        _game.Lua("game.players[1].set_controller({ type = defines.controllers.character, character = storage.body })");
        Assert.Equal("true", _game.Lua("game.players[1].character == storage.body"));
        Assert.Contains("needs waypoints", _game.Failure("game.players[1].set_controller({ type = defines.controllers.cutscene })"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_body_can_be_made_on_a_platform()
    {
        _game.Do("platform", new() { ["name"] = "raft" });
        _game.Lua("(function() local p = game.players[1] p.character.destroy() p.teleport({ 0, 0 }, 'raft') end)()");

        Assert.Equal("[false,true]", _game.Lua("{ game.players[1].create_character(), game.players[1].surface.platform ~= nil }"));
        Assert.Equal("true", _game.Lua("(function() local p = game.players[1] p.teleport({ 0, 0 }, 'nauvis') return p.create_character({ name = 'character', quality = 'rare' }) and p.character.quality.name == 'rare' end)()"));
    }

    [Fact]
    public void The_dead_wait_and_come_back_with_their_filters()
    {
        _game.Lua("(function() local p = game.players[1] p.insert('coal') p.get_main_inventory().set_filter(7, 'wood') end)()");
        _game.Do("die", new() { ["player"] = "alice" });

        Assert.Equal("\"ghost false false false \"", _game.Lua(State));
        Assert.Equal("600", _game.Lua("game.players[1].ticks_to_respawn"));
        Assert.Single(_game.Read()["corpses"]!.AsArray());

        _game.Lua("(function() game.players[1].ticks_to_respawn = nil end)()");
        Assert.Equal("[\"wood\",true]", _game.Lua("{ game.players[1].get_main_inventory().get_filter(7).name, game.players[1].get_main_inventory().is_empty() }"));
        _game.Lua("(function() game.players[1].ticks_to_respawn = 50 end)()");
        Assert.Equal("\"ghost false false false \"", _game.Lua(State));
    }

    [Fact]
    public void The_hand_is_emptied_into_the_inventory_unless_that_is_full()
    {
        Assert.Equal("[true,50]", _game.Lua("(function() local p = game.players[1] p.cursor_stack.set_stack('coal') return { p.clear_cursor(), p.get_main_inventory().get_item_count('coal') } end)()"));
        Assert.Equal("[false,50]", _game.Lua("(function() local p = game.players[1] local m = p.get_main_inventory() for i = 1, #m do m[i].set_stack('wood') end p.cursor_stack.set_stack('coal') return { p.clear_cursor(), p.cursor_stack.count } end)()"));
    }

    [Fact]
    public void Health_stops_at_the_maximum_with_its_bonuses()
    {
        Assert.Equal("[250,350,350]", _game.Lua("(function() local p = game.players[1] local c = p.character local h = c.health p.character_health_bonus = 100 c.health = 9999 return { h, c.health, c.max_health } end)()"));
    }

    [Fact]
    public void Bonuses_need_a_body()
    {
        _game.Do("set_controller", new() { ["player"] = "alice", ["controller"] = "god" });

        Assert.Contains("has no character", _game.Failure("game.players[1].character_reach_distance_bonus"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_about_a_player_survives_a_save()
    {
        _game.Lua("""
            (function()
                local p = game.players[1]
                p.color, p.chat_color, p.tag = { r = 0.1, g = 0.2, b = 0.3, a = 0.4 }, { 1, 1, 0 }, "tag ü"
                p.set_quick_bar_slot(12, { name = "coal", quality = "rare", comparator = ">=" })
                p.set_quick_bar_slot(1, "wood")
                p.set_active_quick_bar_page(2, 5)
                p.add_recipe_notification("iron-gear-wheel")
                p.character_running_speed_modifier = 0.5
                p.character.health = 100
                p.character.selected_gun_index = 2
                p.character.allow_dispatching_robots = false
                p.disable_flashlight()
                p.get_inventory(defines.inventory.character_armor)[1].set_stack({ name = "power-armor", quality = "epic" })
                p.get_main_inventory()[110].set_stack("coal")
                p.cursor_stack.set_stack("signpost")
                p.insert({ name = "iron-plate", count = 40 })
                p.begin_crafting({ recipe = "iron-gear-wheel", count = 5 })
                p.crafting_queue_progress = 0.5
                p.cheat_mode = true
                game.forces.player.technologies["logistic-robotics"].researched = true
                local section = p.get_requester_point().add_section()
                section.set_slot(2, { value = { type = "item", name = "coal", quality = "normal", comparator = "=" }, min = 5, max = 9 })
                p.get_requester_point().add_section("Group").set_slot(1, { value = "wood", min = 1 })
                p.gui.left.add({ type = "label", name = "l", caption = "text" })
                p.print("hello")
                p.mute_alert(defines.alert_type.entity_destroyed)
                p.teleport({ 3, 4 })
            end)()
            """);
        _game.Leave();
        var before = _game.Read().ToJsonString();

        _game.SaveAndLoad();

        Assert.Equal(before, _game.Read().ToJsonString());
        _game.Join();
        Assert.Equal("[5,\"rare\",true,true]", _game.Lua("(function() local p = game.players[1] return { p.get_active_quick_bar_page(2), p.get_quick_bar_slot(12).quality, p.is_alert_muted(defines.alert_type.entity_destroyed), p.gui.left.l.valid } end)()"));
    }

    [Fact]
    public void What_a_player_was_told_can_be_read()
    {
        _game.Lua("(function() game.players[1].print({ '', 'a', 1 }) game.print('all') end)()");

        Assert.Equal("[\"a1\",\"all\"]", _game.Do("chat_seen", new() { ["player"] = "alice" })!.ToJsonString());
    }

    [Fact]
    public void Operations_with_wrong_arguments_say_what_is_wrong()
    {
        string Error(string operation, System.Text.Json.Nodes.JsonObject arguments) => Assert.Throws<ControlException>(() => _game.Do(operation, arguments)).Message;

        Assert.Equal("There is no player bob on this map.", Error("read", new() { ["player"] = "bob" }));
        Assert.Equal("The argument player must be a text.", Error("read", []));
        Assert.Equal("There is no operation fly.", Error("fly", []));
        Assert.Equal("alice is in the game already.", Error("join", new() { ["player"] = "ALICE" }));
        Assert.Contains("There is no inventory pocket", Error("set_slot", new() { ["player"] = "alice", ["inventory"] = "pocket", ["slot"] = 1 }), StringComparison.Ordinal);
        Assert.Contains("There is no slot 81", Error("set_slot", new() { ["player"] = "alice", ["inventory"] = "main", ["slot"] = 81, ["item"] = null }), StringComparison.Ordinal);
        Assert.Contains("(control):1:", Error("lua", new() { ["code"] = "error('x')" }), StringComparison.Ordinal);
    }
}

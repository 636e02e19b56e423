using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

public class Settings_of_the_player
{
    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Colours_tag_cheat_mode_and_flashlight(string version) => Hop.AssertCarried(
        version,
        "p.color = {r=0.5, g=0.25, b=1, a=1} p.chat_color = {r=1, g=0, b=0, a=1} p.tag = '[rails]' p.cheat_mode = true p.disable_flashlight()",
        "p.tag = 'old' p.color = {r=0, g=0, b=0, a=1}",
        "return { p.color, p.chat_color, p.tag, p.cheat_mode, p.is_flashlight_enabled() }");

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Shortcuts_of_mods(string version) => Hop.AssertCarried(
        version,
        "p.set_shortcut_toggled('backpack-window', true) p.set_shortcut_available('backpack-sort', false)",
        "p.set_shortcut_available('backpack-window', false)",
        "return { p.is_shortcut_toggled('backpack-window'), p.is_shortcut_available('backpack-window'), p.is_shortcut_available('backpack-sort') }",
        mods: true);

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Alerts(string version) => Hop.AssertCarried(
        version,
        "p.mute_alert(defines.alert_type.entity_destroyed) p.disable_alert(defines.alert_type.turret_fire)",
        "p.mute_alert(defines.alert_type.turret_fire) p.disable_alert(defines.alert_type.custom)",
        """
        local read = {}
        for _, name in ipairs({ 'entity_destroyed', 'turret_fire', 'custom' }) do
            read[#read + 1] = p.is_alert_enabled(defines.alert_type[name])
            read[#read + 1] = p.is_alert_muted(defines.alert_type[name])
        end
        return read
        """);

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void View_settings(string version) => Hop.AssertCarried(
        version,
        "p.game_view_settings.show_entity_info = true p.game_view_settings.show_minimap = false",
        "p.game_view_settings.show_side_menu = false",
        "local v = p.game_view_settings return { v.show_entity_info, v.show_minimap, v.show_side_menu }");

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Spectator_flag_map_visibility_and_zoom(string version) => Hop.AssertCarried(
        version,
        "p.spectator = true p.show_on_map = false p.zoom = 0.5",
        "p.minimap_enabled = false",
        "return { p.spectator, p.show_on_map, p.minimap_enabled, p.zoom }");

    [Fact]
    public void What_Factoriopedia_hides() => Hop.AssertCarried(
        "2.1.9", "p.hide_locked_prototypes_in_factoriopedia = true", "", "return p.hide_locked_prototypes_in_factoriopedia");

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Permission_group_by_name(string version)
    {
        using var first = GameServer.Started(new() { Version = version });
        var (document, _) = Hop.From(first, "p.permission_group = game.permissions.create_group('Builders')");
        using var without = GameServer.Started(new() { Version = version });
        var (carried, there) = Hop.Through(without, document, "", "return p.permission_group.name");
        using var with = GameServer.Started(new() { Version = version });

        var (_, back) = Hop.Through(with, carried, "game.permissions.create_group('Builders')", "return p.permission_group.name");

        Assert.Equal("Default", there!.GetValue<string>());
        Assert.Equal("Builders", back!.GetValue<string>());
    }

    [Fact]
    public void One_in_a_restricted_group_is_not_freed_by_a_document_from_elsewhere()
    {
        using var first = GameServer.Started();
        var (document, _) = Hop.From(first, "");
        using var second = GameServer.Started();

        var (_, group) = Hop.Through(second, document, "p.permission_group = game.permissions.create_group('Jail')", "return p.permission_group.name");

        Assert.Equal("Jail", group!.GetValue<string>());
    }

    [Fact]
    public void The_quality_of_the_next_body() => Hop.AssertCarried(
        "2.1.9", "p.respawn_quality = 'rare'", "", "return p.respawn_quality.name");

    [Fact]
    public void What_this_server_lacks_travels_on()
    {
        using var modded = GameServer.Started(new() { Version = "2.1.9", TestMods = true });
        var (document, _) = Hop.From(modded, """
            p.set_shortcut_toggled('backpack-window', true) p.game_view_settings.hide_tall_entities = true
            p.hide_locked_prototypes_in_factoriopedia = true p.respawn_quality = 'rare'
            """);
        using var older = GameServer.Started();

        var (carried, _) = Hop.Through(older, document);

        DocumentComparison.AssertEqual(document, carried);
    }

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Recipe_notifications(string version) => Hop.AssertCarried(
        version,
        "p.clear_recipe_notifications() p.add_recipe_notification('iron-chest') p.add_recipe_notification('wooden-chest')",
        "p.add_recipe_notification('stone-furnace')",
        """
        local names = {}
        for _, recipe in pairs(p.get_recipe_notifications()) do names[#names + 1] = recipe.name end
        table.sort(names)
        return names
        """);

    [Fact]
    public void Upstream_defect_09_unknown_recipes_are_carried_without_multiplying()
    {
        var document = Composed.Tree("alice", "", $""","recipe_notifications":"{GameServer.Encode("""["no-such-recipe","iron-chest","no-such-recipe"]""")}" """);
        for (var visit = 0; visit < 3; visit++)
        {
            using var server = GameServer.Started();
            var (returned, marked) = Hop.Through(server, document, "", """
                for _, recipe in pairs(p.get_recipe_notifications()) do if recipe.name == 'iron-chest' then return true end end
                return false
                """);
            Assert.False(marked!.GetValue<bool>());
            Assert.Equal(document["recipe_notifications"]!.ToJsonString(), returned["recipe_notifications"]!.ToJsonString());
            document = returned;
        }
    }

    [Fact]
    public void A_game_without_the_getter_of_notifications_carries_them()
    {
        var document = Composed.Tree("alice", "", $""","recipe_notifications":"{GameServer.Encode("""["iron-chest"]""")}" """);
        using var server = GameServer.Started(new() { Version = "2.0.60" });

        var (returned, _) = Hop.Through(server, document);

        Assert.Equal(document["recipe_notifications"]!.ToJsonString(), returned["recipe_notifications"]!.ToJsonString());
    }

    [Fact]
    public void Upstream_defect_17_a_document_says_where_it_comes_from()
    {
        using var server = GameServer.Started();
        var (document, _) = Hop.From(server, "");

        var ext = document["ext"]!;
        Assert.Equal("2.0.77", ext["game_version"]!.GetValue<string>());
        Assert.Equal("Nauvis", ext["instance"]!.GetValue<string>());
        Assert.Equal("2.0.77", ext["mods"]!["base"]!.GetValue<string>());
        Assert.NotNull(ext["saved_at"]);
    }

    [Fact]
    public void A_player_set_aside_gets_all_settings_back()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.AnswerNone(acquire);
        server.Lua("local p = game.get_player('alice') p.set_quick_bar_slot(3, 'coal') p.mute_alert(defines.alert_type.custom) p.spectator = true p.character.health = 100");
        var upload = server.Leave("alice");
        server.Tell($"uploaded {upload["upload"]} stored");
        var again = server.Join("alice");
        server.Tell($$"""busy {{GameServer.Number(again)}} {"holder":"Vulcanus"}""");
        Assert.Equal("spectator", server.Read("alice")["controller"]!.GetValue<string>());

        server.Tell($"acquired {GameServer.Number(again)} 4 {upload["generation"]} same {upload["revision"]!.GetValue<string>()}");

        var read = server.Lua("local p = game.get_player('alice') return { p.get_quick_bar_slot(3).name, p.is_alert_muted(defines.alert_type.custom), p.spectator, p.character.health }");
        Assert.Equal("""["coal",true,true,100]""", read!.ToJsonString());
    }
}

using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

public class The_body_and_its_switches
{
    private const string Armor = "p.character.get_inventory(defines.inventory.character_armor)[1].set_stack({ name = 'power-armor' }) ";

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Health(string version) => Hop.AssertCarried(version, "p.character.health = 100", "", "return p.character.health");

    [Fact]
    public void Nobody_is_restored_dead_by_a_number()
    {
        using var first = GameServer.Started();
        var (document, _) = Hop.From(first, "");
        document["ext"]!["health"] = -5;
        using var second = GameServer.Started();

        var (_, health) = Hop.Through(second, document, "", "return p.character.health");

        Assert.Equal(1, health!.GetValue<double>());
    }

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Time_since_the_last_attack_and_damage(string version)
    {
        using var first = GameServer.Started(new() { Version = version });
        first.Run(1000);
        var (document, _) = Hop.From(first, "p.character.tick_of_last_damage = game.tick - 200 p.character.tick_of_last_attack = game.tick - 300");
        using var second = GameServer.Started(new() { Version = version });
        second.Run(5000);

        var (_, ages) = Hop.Through(second, document, "", "return { game.tick - p.character.tick_of_last_damage, game.tick - p.character.tick_of_last_attack }");

        Assert.Equal("[200,300]", ages!.ToJsonString());
    }

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void The_selected_gun(string version) => Hop.AssertCarried(version, "p.character.selected_gun_index = 3", "p.character.selected_gun_index = 2", "return p.character.selected_gun_index");

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void The_roboport_switch(string version) => Hop.AssertCarried(version, "p.character.allow_dispatching_robots = false", "", "return p.character.allow_dispatching_robots");

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void The_exoskeleton_switch_of_worn_armour(string version) => Hop.AssertCarried(
        version,
        Armor + "p.character.grid.inhibit_movement_bonus = true",
        "",
        "return p.character.grid.inhibit_movement_bonus");

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void What_the_body_is_made_of(string version) => Hop.AssertCarried(
        version,
        "local body = p.character p.set_controller({ type = defines.controllers.god }) body.destroy() p.create_character({ name = 'scout', quality = 'rare' })",
        "",
        "return { p.character.name, p.character.quality.name }",
        mods: true);

    [Fact]
    public void A_body_unknown_here_is_the_usual_one_and_comes_back_where_it_is_known()
    {
        using var modded = GameServer.Started(new() { TestMods = true });
        var (document, _) = Hop.From(modded, "local body = p.character p.set_controller({ type = defines.controllers.god }) body.destroy() p.create_character({ name = 'scout', quality = 'rare' })");
        using var vanilla = GameServer.Started();
        var (carried, here) = Hop.Through(vanilla, document, "", "return p.character.name");
        using var again = GameServer.Started(new() { TestMods = true });

        var (_, there) = Hop.Through(again, carried, "", "return { p.character.name, p.character.quality.name }");

        Assert.Equal("character", here!.GetValue<string>());
        Assert.Equal("""["scout","rare"]""", there!.ToJsonString());
    }
}

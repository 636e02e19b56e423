using System.Text;
using InventorySync.Simulator.Tests.World;

namespace InventorySync.Simulator.Tests.Runtime;

public class Running_commands
{
    [Fact]
    public void The_first_script_command_on_a_save_only_warns_and_the_save_remembers()
    {
        using var game = TestGame.Create();

        Assert.Contains("disable achievements", game.Command("/sc rcon.print('disabled')"), StringComparison.Ordinal);
        Assert.Equal("disabled", game.Command("/sc rcon.print('disabled')"));
        game.SaveAndLoad();
        Assert.Equal("disabled", game.Command("/silent-command rcon.print('disabled')"));
    }

    [Fact]
    public void Errors_of_silent_commands_are_the_reply()
    {
        using var game = Warned();

        Assert.Equal("Cannot execute command. Error: (command):1: attempt to index global 'nothing' (a nil value)", game.Command("/sc nothing.at_all = 1"));
        Assert.Equal("Cannot execute command. Error: [string \"blah\"]:1: syntax error near <eof>", game.Command("/sc blah"));
        Assert.Equal("Cannot execute command. Error: (command):1: LuaGameScript doesn't contain key foo.", game.Command("/sc rcon.print(game.foo)"));
        Assert.Empty(game.Output.Console);
    }

    [Fact]
    public void Loud_commands_are_shown_and_their_errors_only_go_to_the_console()
    {
        using var game = Warned();

        Assert.Equal("1", game.Command("/c rcon.print(1)"));
        Assert.Equal("", game.Command("/command error('no', 0)"));

        Assert.Equal([("COMMAND", "<server> (command): rcon.print(1)"), ("COMMAND", "<server> (command): error('no', 0)"), ("", "Cannot execute command. Error: no")], game.Output.Console);
    }

    [Fact]
    public void A_measured_command_says_how_long_it_took()
    {
        using var game = Warned();

        Assert.StartsWith("Duration: ", game.Command("/mc local x = 1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_can_be_addressed_to_the_level_and_to_no_other_mod()
    {
        using var game = Warned();

        Assert.Equal("5", game.Command("/sc __level__ rcon.print(5)"));
        Assert.Equal("Cannot execute command. Error: mod base has no Lua state here", game.Command("/sc __base__ rcon.print(5)"));
    }

    [Fact]
    public void Log_in_a_command_names_the_command_as_its_place()
    {
        using var game = Warned();

        game.Command("/sc log('here')");

        Assert.Equal([("=(command):1", "here")], game.Output.Logged);
    }

    [Fact]
    public void A_custom_command_has_no_player_when_it_comes_from_RCON_and_asks_nothing_about_achievements()
    {
        using var game = TestGame.Create("""
            commands.add_command("greet", { "help" }, function(command)
                rcon.print(command.name .. "|" .. tostring(command.player_index) .. "|" .. tostring(command.parameter) .. "|" .. command.tick)
            end)
            """);
        game.Join();
        game.Tick(4);

        Assert.Equal("greet|nil|a b  c|4", game.Command("/greet a b  c"));
        Assert.Equal("greet|nil|nil|4", game.Command("/greet"));
        Assert.Equal("greet|1|x|4", game.Command("/greet x", player: 1));
        Assert.Contains("already exists", game.Failure("commands.add_command('greet', '', function() end)"), StringComparison.Ordinal);
        Assert.Equal("true", game.Lua("commands.commands.greet ~= nil"));
    }

    [Fact]
    public void The_parameter_of_a_custom_command_is_kept_byte_for_byte()
    {
        using var game = TestGame.Create("commands.add_command('count', '', function(command) rcon.print(#command.parameter .. ' ' .. string.byte(command.parameter, 2)) end)");
        game.Output.Replies.Clear();

        Assert.True(game.Game.RunCommand([.. "/count a"u8, 0xFF, 0xFE, .. "z"u8], null));

        Assert.Equal(["4 255"], game.Output.Replies);
    }

    [Fact]
    public void An_error_in_a_custom_command_is_the_reply()
    {
        using var game = TestGame.Create("commands.add_command('fail', '', function() error('broken') end)");

        Assert.Equal("Cannot execute command. Error: __level__/control.lua:1: broken", game.Command("/fail"));
    }

    [Fact]
    public void Other_commands_are_left_to_the_server()
    {
        using var game = TestGame.Create();

        Assert.False(game.Game.RunCommand("/players online"u8, null));
        Assert.False(game.Game.RunCommand("hello"u8, null));
        Assert.False(game.Game.RunCommand(""u8, null));
        Assert.False(game.Game.RunCommand(Encoding.UTF8.GetBytes("/"), null));
    }

    [Fact]
    public void Remote_interfaces_join_scripts()
    {
        using var game = TestGame.Create("""
            remote.add_interface("calc", {
                add = function(a, b) return a + b, "ok" end,
                fail = function() error("no sum") end,
            })
            """);

        Assert.Equal("[3,\"ok\"]", game.Lua("{ remote.call('calc', 'add', 1, 2) }"));
        Assert.Equal("true", game.Lua("remote.interfaces.calc.add"));
        Assert.Contains("no sum", game.Failure("remote.call('calc', 'fail')"), StringComparison.Ordinal);
        Assert.Contains("Unknown interface: other", game.Failure("remote.call('other', 'add')"), StringComparison.Ordinal);
        Assert.Contains("No such function: calc.sub", game.Failure("remote.call('calc', 'sub')"), StringComparison.Ordinal);
    }

    private static TestGame Warned()
    {
        var game = TestGame.Create();
        game.Command("/sc local x");
        return game;
    }
}

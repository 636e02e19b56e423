using System.Net;
using InventorySync.Simulator.Server;

namespace InventorySync.Simulator.Tests.Server;

public class Reading_a_command_line
{
    [Fact]
    public void Takes_everything_that_a_manager_passes()
    {
        var line = CommandLine.Parse(
        [
            "--config", "/srv/config.ini", "--start-server", "/srv/saves/world.zip", "--port", "34100", "--rcon-port", "62578",
            "--rcon-password", "pass word", "--use-server-whitelist", "--use-authserver-bans", "--verbose", "--console-log", "/srv/console.log",
        ]);

        Assert.Equal(ServerTask.HostSave, line.Task);
        Assert.Equal("/srv/saves/world.zip", line.Target);
        Assert.Equal("/srv/config.ini", line.Config);
        Assert.Equal(new IPEndPoint(IPAddress.Any, 34100), line.GameAddress);
        Assert.Equal(new IPEndPoint(IPAddress.Any, 62578), line.RconAddress);
        Assert.Equal("pass word", line.RconPassword);
        Assert.True(line.UseWhitelist);
        Assert.True(line.Verbose);
        Assert.Equal("/srv/console.log", line.ConsoleLog);
    }

    [Fact]
    public void Takes_values_behind_an_equals_sign()
    {
        var line = CommandLine.Parse(["--create=a=b", "--map-gen-seed=7", "--use-server-whitelist=false", "-c", "x", "-v"]);

        Assert.Equal(ServerTask.CreateMap, line.Task);
        Assert.Equal("a=b", line.Target);
        Assert.Equal(7u, line.MapGenSeed);
        Assert.False(line.UseWhitelist);
        Assert.True(line.Verbose);
    }

    [Fact]
    public void A_flag_may_have_a_value_of_its_own()
    {
        Assert.False(CommandLine.Parse(["--start-server", "x", "--use-server-whitelist", "false"]).UseWhitelist);
        Assert.True(CommandLine.Parse(["--use-server-whitelist", "--start-server", "x"]).UseWhitelist);
    }

    [Fact]
    public void Addresses_may_be_given_in_place_of_ports()
    {
        var line = CommandLine.Parse(["--start-server-load-latest", "--bind", "127.0.0.1:5", "--rcon-bind", "127.0.0.1:6"]);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5), line.GameAddress);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 6), line.RconAddress);
    }

    [Theory]
    [InlineData("--rcon-password", "se cret")]
    [InlineData("--rcon-password=se cret", null)]
    public void The_password_is_not_shown(string first, string? second)
    {
        string[] arguments = second is null ? ["--start-server", "x", first] : ["--start-server", "x", first, second];

        Assert.Equal("\"--start-server\" \"x\" \"--rcon-password\" <private>", CommandLine.Parse(arguments).Shown);
    }

    [Theory]
    [InlineData("--start-serwer", "--start-serwer x")]
    [InlineData("'nonsense'", "--start-server x --port nonsense")]
    [InlineData("'65536'", "--start-server x --rcon-port 65536")]
    [InlineData("--port", "--start-server x --port")]
    [InlineData("--create", "--create=")]
    [InlineData("world.zip", "world.zip")]
    [InlineData("--start-server FILE", "--port 5")]
    [InlineData("'maybe'", "--start-server x --use-server-whitelist=maybe")]
    [InlineData("'-1'", "--create x --map-gen-seed -1")]
    public void Errors_name_what_is_wrong(string named, string arguments) =>
        Assert.Contains(named, Assert.Throws<ServerStartException>(() => CommandLine.Parse(arguments.Split(' '))).Message, StringComparison.Ordinal);
}

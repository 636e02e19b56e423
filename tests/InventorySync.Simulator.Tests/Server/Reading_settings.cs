using InventorySync.Simulator.Installation;
using InventorySync.Simulator.Pacing;
using InventorySync.Simulator.Server;

namespace InventorySync.Simulator.Tests.Server;

public sealed class Reading_settings : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_example_of_the_installation_is_valid()
    {
        FactorioInstallation.LayOut(_folder, "2.0.77", FactorioInstallation.SimulatorBesideThisProgram);

        var settings = ServerSettings.Parse("example", File.ReadAllText(Path.Combine(_folder, "data/server-settings.example.json")));

        Assert.Equal(["game", "tags"], settings.Tags);
        Assert.True(settings.AutoPause);
        Assert.Equal("admins-only", settings.AllowCommands);
        Assert.Equal(new SegmentSizes(), settings.SegmentSizes);
    }

    [Theory]
    [InlineData("""{"max_players": "20"}""", "max_players")]
    [InlineData("""{"max_players": 1.5}""", "max_players")]
    [InlineData("""{"autosave_interval": -1}""", "autosave_interval")]
    [InlineData("""{"auto_pause": "true"}""", "auto_pause")]
    [InlineData("""{"auto_pause": null}""", "auto_pause")]
    [InlineData("""{"name": 5}""", "name")]
    [InlineData("""{"tags": "a b"}""", "tags")]
    [InlineData("""{"tags": [1]}""", "tags")]
    [InlineData("""{"visibility": {"lan": "yes"}}""", "visibility")]
    [InlineData("""{"allow_commands": "never"}""", "allow_commands")]
    [InlineData("""{"maximum_segment_size": 0}""", "maximum_segment_size")]
    [InlineData("""{"visibility": {"public": true}, "require_user_verification": false}""", "require_user_verification must be enabled for public games.")]
    [InlineData("""{"name": """, "settings.json")]
    [InlineData("[]", "settings.json")]
    public void Wrong_ones_are_refused_by_name(string json, string named) =>
        Assert.Contains(named, Assert.Throws<ServerStartException>(() => ServerSettings.Parse("settings.json", json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Comments_and_unknown_keys_do_not_matter() =>
        Assert.Equal("x", ServerSettings.Parse("s", """{"_comment_name": ["a", 1], "name": "x", "of_a_later_version": {}}""").Name);

    [Theory]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"admins-only\"", "admins-only")]
    [InlineData("\"true\"", "true")]
    public void Commands_are_allowed_by_flag_or_by_word(string json, string allowed) =>
        Assert.Equal(allowed, ServerSettings.Parse("s", $$"""{"allow_commands": {{json}}}""").AllowCommands);

    [Fact]
    public void The_simulators_own_have_a_profile_of_pacing_or_its_parameters()
    {
        Assert.Equal(PacingParameters.Pessimistic, SimulatorSettings.Parse("s", """{"pacing": "pessimistic"}""").ReadPacing());
        Assert.Equal(
            PacingParameters.Documented with { TicksPerSegment = 3, MostStreams = 4 },
            SimulatorSettings.Parse("s", """{"pacing": {"ticks_per_segment": 3, "most_streams": 4}}""").ReadPacing());
        Assert.Equal(PacingParameters.Documented, SimulatorSettings.Parse("s", "{}").ReadPacing());
    }

    [Theory]
    [InlineData("""{"pacing": "fair"}""", "'fair'")]
    [InlineData("""{"pacing": {"most_streams": 0}}""", "most_streams")]
    [InlineData("""{"pacing": {"streams": 1}}""", "streams")]
    [InlineData("""{"clock": "slow"}""", "clock")]
    [InlineData("""{"speed": 0}""", "speed")]
    [InlineData("""{"sped": 1}""", "sped")]
    [InlineData("speed", "simulator.json")]
    [InlineData("""{"measure_scripts": true, "instruction_budget": 1000000}""", "instruction_budget")]
    public void Mistakes_in_the_simulators_own_are_named(string json, string named) =>
        Assert.Contains(named, Assert.Throws<ServerStartException>(() => SimulatorSettings.Parse("simulator.json", json)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_configuration_says_where_data_are()
    {
        var config = Path.Combine(_folder, "config.ini");
        File.WriteAllText(config, "; comment\nversion=12\n[path]\nread-data = __PATH__executable__/../../data\n# more\nwrite-data=/srv/instance\n[other]\nwrite-data=/no\n");

        var paths = ServerPaths.Find("/opt/factorio/bin/x64/factorio", config);

        Assert.Equal("/opt/factorio/data", paths.ReadData);
        Assert.Equal("/srv/instance", paths.WriteData);
        Assert.Equal("/opt/factorio", paths.InstallRoot);
    }

    [Fact]
    public void A_missing_configuration_is_named() =>
        Assert.Contains("/nowhere/config.ini", Assert.Throws<ServerStartException>(
            () => ServerPaths.Find("/opt/factorio/bin/x64/factorio", "/nowhere/config.ini")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_control_socket_with_a_long_path_moves_to_a_short_one()
    {
        Assert.Equal("/srv/instance/simulator.sock", ControlSocketPath.Of(null, "/srv/instance"));
        Assert.Equal("/run/x.sock", ControlSocketPath.Of("/run/x.sock", "/srv/instance"));
        var moved = ControlSocketPath.Of(null, "/srv/" + new string('x', 120));
        Assert.InRange(moved.Length, 1, 100);
        Assert.NotEqual(moved, ControlSocketPath.Of(null, "/srv/" + new string('y', 120)));
    }
}

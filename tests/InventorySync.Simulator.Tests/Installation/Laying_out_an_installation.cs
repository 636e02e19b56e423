using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InventorySync.Simulator.Installation;

namespace InventorySync.Simulator.Tests.Installation;

public sealed class Laying_out_an_installation : IDisposable
{
    private static readonly string[] KeysThatManagersRead =
    [
        "tags", "max_players", "visibility", "game_password", "require_user_verification",
        "max_upload_in_kilobytes_per_second", "max_upload_slots", "ignore_player_limit_for_returning_players",
        "allow_commands", "autosave_interval", "autosave_slots", "afk_autokick_interval", "auto_pause",
        "only_admins_can_pause_the_game", "autosave_only_on_server", "non_blocking_saving",
        "minimum_segment_size", "minimum_segment_size_peer_count", "maximum_segment_size", "maximum_segment_size_peer_count",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("install-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Gives_managers_everything_they_look_for(string version)
    {
        LayOut(version);

        var changelog = File.ReadAllLines(Path.Combine(_folder, "data/changelog.txt"));
        var versionLine = changelog.First(line => line.Split(':')[0].Trim().Equals("version", StringComparison.OrdinalIgnoreCase));
        Assert.Matches(new Regex(@"^\d+\.\d+\.\d+$", RegexOptions.None, TimeSpan.FromSeconds(1)), versionLine.Split(':')[1].Trim());
        Assert.Equal(version, versionLine.Split(':')[1].Trim());
        Assert.Equal(version, Json("data/base/info.json")["version"]!.GetValue<string>());
        Assert.Equal("base", Json("data/base/info.json")["name"]!.GetValue<string>());
        Assert.All(KeysThatManagersRead, key => Assert.True(Json("data/server-settings.example.json").AsObject().ContainsKey(key), key));
        foreach (var file in (string[])["data/map-gen-settings.example.json", "data/map-settings.example.json",
            "data/server-whitelist.example.json", "data/core/info.json", "data/core/locale/en/core.cfg", "config/config.ini",
            "config-path.cfg", "data/base/scenarios/freeplay/control.lua"])
        {
            Assert.True(File.Exists(Path.Combine(_folder, file)), file);
        }
        Assert.Equal(version == "2.1.9", Directory.Exists(Path.Combine(_folder, "data/recycler")));
    }

    [Fact]
    public void Makes_the_launcher_executable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no executable bit.");
        LayOut("2.0.77");

        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(_folder, "bin/x64/factorio")).HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute));
    }

    [Fact]
    public void Brings_an_older_one_up_to_date()
    {
        LayOut("2.0.77");
        LayOut("2.1.9");

        Assert.Equal("2.1.9", Json("data/base/info.json")["version"]!.GetValue<string>());
    }

    [Fact]
    public void Refuses_a_version_it_cannot_play() =>
        Assert.Contains("2.0.77 and 2.1.9", Assert.Throws<InstallationException>(() => LayOut("1.1.110")).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_directory_that_holds_something_else()
    {
        File.WriteAllText(Path.Combine(_folder, "letters.txt"), "dear");

        Assert.Contains(_folder, Assert.Throws<InstallationException>(() => LayOut("2.0.77")).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Refuses_a_file_in_the_place_of_the_directory()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Assert.Contains("is a file", Assert.Throws<InstallationException>(
            () => FactorioInstallation.LayOut(file, "2.0.77", FactorioInstallation.SimulatorBesideThisProgram)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_place_it_cannot_write() =>
        Assert.Contains("/proc/", Assert.Throws<InstallationException>(
            () => FactorioInstallation.LayOut("/proc/factorio", "2.0.77", FactorioInstallation.SimulatorBesideThisProgram)).Message, StringComparison.Ordinal);

    [Fact]
    public void Says_where_it_looked_for_the_simulator() =>
        Assert.Contains("/nowhere/simulator.dll", Assert.Throws<InstallationException>(
            () => FactorioInstallation.LayOut(_folder, "2.0.77", "/nowhere/simulator.dll")).Message, StringComparison.Ordinal);

    private void LayOut(string version) =>
        FactorioInstallation.LayOut(_folder, version, FactorioInstallation.SimulatorBesideThisProgram);

    private JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, file)))!;
}

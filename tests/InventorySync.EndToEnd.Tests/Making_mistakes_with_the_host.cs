using System.Text.Json.Nodes;
using InventorySync.Simulator.Installation;
using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>A host that cannot be run as it is configured says so at once, all of it, and changes nothing.</summary>
public sealed class Making_mistakes_with_the_host : IDisposable
{
    private const int CannotStart = 1;

    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    private readonly HostFolder _folder = new(Directory.CreateTempSubdirectory("invsync-test-").FullName);
    private readonly string _factorio;

    public Making_mistakes_with_the_host()
    {
        _factorio = Path.Combine(_folder.Directory, "factorio");
        FactorioInstallation.LayOut(_factorio, FactorioInstallation.DefaultVersion, FactorioInstallation.SimulatorBesideThisProgram);
    }

    public void Dispose() => Directory.Delete(_folder.Directory, recursive: true);

    [Fact]
    public Task A_wrong_path_of_Factorio_is_named()
    {
        _folder.Configure(Nowhere, "token", 1, "/nowhere/factorio", Instance("one", 1));

        return AssertCannotStartAsync("factorioDirectory", "/nowhere/factorio does not exist", "the folder that holds bin/ and data/");
    }

    [Fact]
    public Task A_missing_executable_is_named()
    {
        File.Delete(Path.Combine(_factorio, "bin", "x64", "factorio"));
        _folder.Configure(Nowhere, "token", 1, _factorio, Instance("one", 1));

        return AssertCannotStartAsync("factorioDirectory", $"{_factorio} has no bin/x64/factorio", "the folder that holds bin/ and data/");
    }

    [Fact]
    public async Task A_file_that_may_not_be_executed_is_named_and_the_host_goes_on()
    {
        using var limit = Limit();
        var executable = Path.Combine(_factorio, "bin", "x64", "factorio");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permission.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(executable, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _folder.Configure(Nowhere, "token", 1, _factorio, Instance("one", 1));

        await using var host = Invsync.Start(_folder.Directory, "host", "run", "--config", _folder.Configuration);
        var line = await host.WaitForLineAsync(" one did not start: ", limit.Token);

        AssertTells(line, executable, "may be executed");
        Assert.False(host.HasExited);
    }

    [Fact]
    public Task All_mistakes_of_a_configuration_are_told_at_once()
    {
        File.WriteAllText(_folder.Configuration, """
            {
              "controllerUrl": "cluster:8080",
              "hostId": 0,
              "factorioDirectory": "nowhere",
              "instanceDirectory": "misspelt",
              "instances": [
                { "name": "Nauvis", "id": 1, "gamePort": 34197 },
                { "name": "nauvis", "id": 1, "gamePort": 34197, "rconPort": 70000 },
                { "name": "../Vulcanus" }
              ]
            }
            """);

        return AssertCannotStartAsync(
            "controllerUrl", "controllerToken is missing", "invsync token create-host", "hostId must be an integer from 1",
            "instanceDirectory is not known", "Two instances are named Nauvis", "Two instances have the id 1", "Two instances have the game port 34197",
            "instances[1].rconPort must be an integer", "instances[2].id is missing", "\"../Vulcanus\" cannot name a directory", "nowhere does not exist");
    }

    [Fact]
    public Task A_configuration_that_is_not_JSON_is_told_with_the_place()
    {
        File.WriteAllText(_folder.Configuration, "{\n  \"hostId\": 1\n  \"instances\": []\n}\n");

        return AssertCannotStartAsync(_folder.Configuration, "not JSON", "LineNumber: 2");
    }

    [Fact]
    public Task A_missing_configuration_is_told_how_to_get_one() => AssertCannotStartAsync(_folder.Configuration, "does not exist", "invsync host init");

    [Fact]
    public async Task A_host_that_is_started_twice_is_refused_and_the_first_goes_on()
    {
        using var limit = Limit();
        _folder.Configure(Nowhere, "token", 1, _factorio, Instance("one", 1, autoStart: false));
        await using var first = Invsync.Start(_folder.Directory, "host", "run", "--config", _folder.Configuration);
        await first.WaitForLineAsync("127.0.0.1:9", limit.Token);

        await AssertCannotStartAsync(Path.Combine(_folder.Directory, "journal"), "another host", "journalDirectory");

        Assert.False(first.HasExited);
    }

    private async Task AssertCannotStartAsync(params string[] parts)
    {
        using var limit = Limit();
        var before = Entries();

        var (code, output) = await Invsync.RunAsync(_folder.Directory, limit.Token, "host", "run", "--config", _folder.Configuration);

        Assert.Equal(CannotStart, code);
        AssertTells(output, parts);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(before, Entries());
    }

    private string[] Entries() =>
        [.. Directory.GetFileSystemEntries(_folder.Directory).Where(entry => !entry.EndsWith(".log", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static JsonObject Instance(string name, int id, bool autoStart = true) => new() { ["name"] = name, ["id"] = id, ["autoStart"] = autoStart };

    private static void AssertTells(string text, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
}

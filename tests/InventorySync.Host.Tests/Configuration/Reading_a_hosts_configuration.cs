using InventorySync.Host.Configuration;

namespace InventorySync.Host.Tests.Configuration;

public sealed class Reading_a_hosts_configuration : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public Reading_a_hosts_configuration()
    {
        Directory.CreateDirectory(_directory.Combine("factorio", "bin", "x64"));
        Directory.CreateDirectory(_directory.Combine("factorio", "data"));
        File.WriteAllText(_directory.Combine("factorio", "bin", "x64", "factorio"), "");
        File.WriteAllText(_directory.Combine("factorio", "data", "changelog.txt"), "---\nVersion: 2.0.77\nDate: today\n");
        File.WriteAllText(_directory.Combine("factorio", "data", "server-settings.example.json"), "{}");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_written_example_is_valid_once_token_and_installation_are_filled_in()
    {
        var text = HostConfigurationTemplate.Text
            .Replace("\"controllerToken\": \"\"", "\"controllerToken\": \"secret\"", StringComparison.Ordinal)
            .Replace("/opt/factorio", "factorio", StringComparison.Ordinal);

        var options = Load(text);

        Assert.Equal("secret", options.ControllerToken);
        Assert.Equal(_directory.Combine("instances"), options.InstancesDirectory);
        var instance = Assert.Single(options.Instances);
        Assert.Equal(("Nauvis", 1, 34197, 0, true), (instance.Name, instance.Id, instance.GamePort, instance.RconPort, instance.AutoStart));
        Assert.Equal(new TransferOptions(), options.Transfer);
    }

    [Fact]
    public void What_may_be_left_out_has_a_default()
    {
        var options = Load("""{"controllerUrl":"https://example.org/sync","controllerToken":"t","hostId":7,"factorioDirectory":"factorio","instances":[{"name":"A","id":2}]}""");

        Assert.Equal(new Uri("https://example.org/sync/"), options.ControllerUrl);
        Assert.Equal(_directory.Combine("journal"), options.JournalDirectory);
        Assert.Null(options.Instances[0].Save);
        Assert.Equal(0, options.Instances[0].GamePort);
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        var options = Load(
            """{"controllerUrl":"http://file/","hostId":1,"factorioDirectory":"factorio","instances":[]}""",
            ("INVSYNC_CONTROLLER_TOKEN", "from-environment"), ("INVSYNC_HOST_ID", "9"), ("INVSYNC_CONTROLLER_URL", "http://environment/"));

        Assert.Equal("from-environment", options.ControllerToken);
        Assert.Equal(9, options.HostId);
        Assert.Equal(new Uri("http://environment/"), options.ControllerUrl);
    }

    [Fact]
    public void All_mistakes_are_listed_at_once_with_their_mend()
    {
        var exception = Assert.Throws<HostConfigurationException>(() => Load(
            """
            {
              "controllerUrl": "ftp://nowhere", "hostId": "one", "hostNmae": "typo", "factorioDirectory": "nowhere",
              "instances": [
                { "name": "A", "id": 1, "gamePort": 70000, "rconPort": 5000 },
                { "name": "a", "id": 1, "rconPort": 5000, "autoStart": "yes" },
                { "name": "../up", "id": 0, "settings": [] },
                "B"
              ],
              "transfer": { "bytesPerTick": 1, "window": 3 }
            }
            """));

        string[] expected =
        [
            "controllerUrl: \"ftp://nowhere\" is no http or https address", "controllerToken is missing", "hostId must be an integer", "hostNmae is not known",
            "factorioDirectory: " + _directory.Combine("nowhere") + " does not exist", "instances[0].gamePort must be an integer from 0 to 65535",
            "instances[1].autoStart must be true or false", "instances[2].id must be an integer", "instances[2].settings must be an object",
            "instances[3] must be an object", "\"../up\" cannot name a directory", "Two instances are named", "Two instances have the id 1",
            "Two instances have the RCON port 5000", "transfer.bytesPerTick must be an integer", "transfer.window is not known",
        ];
        Assert.All(expected, part => Assert.Contains(exception.Mistakes, mistake => mistake.Contains(part, StringComparison.Ordinal)));
        Assert.Contains("token create-host", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "must hold one object")]
    [InlineData("", "is not JSON")]
    public void A_file_that_is_no_configuration_is_named(string text, string reason)
    {
        var exception = Assert.Throws<HostConfigurationException>(() => Load(text));

        Assert.Contains("host.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_tells_how_to_get_one()
    {
        var exception = Assert.Throws<HostConfigurationException>(() => HostConfiguration.Load(_directory.Combine("none.json"), _ => null));

        Assert.Contains("invsync host init", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_no_installation_is_told_why()
    {
        File.Delete(_directory.Combine("factorio", "bin", "x64", "factorio"));
        File.WriteAllText(_directory.Combine("factorio", "data", "changelog.txt"), "Version: 1.1.110\n");

        var exception = Assert.Throws<HostConfigurationException>(
            () => Load("""{"controllerUrl":"http://c/","controllerToken":"t","hostId":1,"factorioDirectory":"factorio","instances":[]}"""));

        Assert.Contains(exception.Mistakes, mistake => mistake.Contains("no bin/x64/factorio", StringComparison.Ordinal));
        Assert.Contains(exception.Mistakes, mistake => mistake.Contains("holds Factorio 1.1.110; supported are 2.0 and 2.1", StringComparison.Ordinal));
    }

    [Fact]
    public void The_token_is_not_printed()
    {
        var options = Load("""{"controllerUrl":"http://c/","controllerToken":"hush","hostId":1,"factorioDirectory":"factorio","instances":[]}""");

        Assert.DoesNotContain("hush", options.ToString(), StringComparison.Ordinal);
    }

    private HostOptions Load(string text, params (string Name, string Value)[] environment)
    {
        var path = _directory.Combine("host.json");
        File.WriteAllText(path, text);
        return HostConfiguration.Load(path, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
    }
}

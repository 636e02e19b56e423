using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>A controller that cannot be started says so in one line and ends; the one that runs goes on.</summary>
public sealed class Making_mistakes_with_the_controller(RunningController controller) : IClassFixture<RunningController>
{
    [Fact]
    public Task A_port_that_is_taken_is_named() => AssertCannotStartAsync(
        Path.Combine(controller.Directory, "second"), controller.Url.Authority,
        $"{controller.Url.Authority} is in use by another program", "another port with --listen");

    [Fact]
    public Task A_data_directory_that_is_in_use_is_named() => AssertCannotStartAsync(
        controller.DataDirectory, "127.0.0.1:0",
        $"Another controller uses the data directory {controller.DataDirectory}", "another directory with --data");

    [Fact]
    public Task A_data_directory_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(controller.Directory, "a-file");
        File.WriteAllText(file, "");

        return AssertCannotStartAsync(Path.Combine(file, "controller"), "127.0.0.1:0", Path.Combine(file, "controller"), "another directory with --data");
    }

    [Fact]
    public Task A_data_directory_that_is_a_file_is_named()
    {
        var file = Path.Combine(controller.Directory, "another-file");
        File.WriteAllText(file, "");

        return AssertCannotStartAsync(file, "127.0.0.1:0", file, "--data");
    }

    [Fact]
    public Task A_database_that_is_none_is_named()
    {
        var directory = Directory.CreateDirectory(Path.Combine(controller.Directory, "no-database"));
        var database = Path.Combine(directory.FullName, "inventory-sync.db");
        File.WriteAllText(database, new string('x', 5000));

        return AssertCannotStartAsync(directory.FullName, "127.0.0.1:0", $"{database} is not a database", "Move the file away");
    }

    [Fact]
    public Task An_address_that_is_none_is_told_what_is_wanted() => AssertCannotStartAsync(
        Path.Combine(controller.Directory, "third"), "localhost",
        "'localhost' is no address to listen on", "127.0.0.1:8080");

    private async Task AssertCannotStartAsync(string data, string listen, params string[] parts)
    {
        using var limit = Limit();

        var (code, output) = await Invsync.RunAsync(controller.Directory, limit.Token, "controller", "run", "--data", data, "--listen", listen);

        Assert.Equal(1, code);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        await controller.AssertServesOthersAsync(limit.Token);
    }
}

using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>Something is wrong with one instance of a host: one line names it and the mend, and the other instances run.</summary>
public sealed class Making_mistakes_with_an_instance(HostWithFaultyInstances host) : IClassFixture<HostWithFaultyInstances>
{
    [Theory]
    [InlineData("no-zip", "is no zip file", "backup")]
    [InlineData("empty-zip", "Empty zip file", "backup")]
    [InlineData("own-scenario", "control.lua", "unknown scenario", "Supported: freeplay of Factorio 2.0 and 2.1")]
    [InlineData("old-game", "was written by Factorio 1.1.77", "supported are 2.0 and 2.1", "Load and save it once")]
    [InlineData("newer-record", "clusterio.json has version 2", "versions up to 1 are supported", "older save")]
    public async Task A_save_that_cannot_be_used_is_named_and_stays_as_it_is(string instance, params string[] reasons)
    {
        using var limit = Limit();

        var line = await host.FailureOfAsync(instance, limit.Token);

        Assert.Contains(host.PathOfSave(instance), line, StringComparison.Ordinal);
        AssertTells(line, reasons);
        var (before, now) = host.SaveOf(instance);
        Assert.Equal(before, now);
        await AssertOthersRunAsync(limit.Token);
    }

    [Fact]
    public async Task A_game_port_that_is_taken_is_named_with_the_entry_to_change()
    {
        using var limit = Limit();

        var line = await host.FailureOfAsync("game-port-taken", limit.Token);

        AssertTells(line, $"game port {host.TakenGamePort}", "set another gamePort (0 picks a free one)");
        await AssertOthersRunAsync(limit.Token);
    }

    [Fact]
    public async Task An_RCON_port_that_is_taken_is_named_with_the_entry_to_change()
    {
        using var limit = Limit();

        var line = await host.FailureOfAsync("rcon-port-taken", limit.Token);

        AssertTells(line, $"RCON port {host.TakenRconPort}", "set another rconPort (0 picks a free one)");
        await AssertOthersRunAsync(limit.Token);
    }

    [Fact]
    public async Task A_game_server_that_exits_at_once_has_its_exit_code_and_last_words_told()
    {
        using var limit = Limit();

        var line = await host.FailureOfAsync("quits-at-once", limit.Token);

        AssertTells(line, "exit code 127", "error while loading shared libraries: libsomething.so.6");
        await AssertOthersRunAsync(limit.Token);
    }

    [Fact]
    public async Task A_game_server_that_says_it_has_RCON_but_listens_nowhere_is_given_up()
    {
        using var limit = Limit();

        var line = await host.FailureOfAsync("without-rcon", limit.Token);

        AssertTells(line, "RCON at 127.0.0.1:", "cannot be reached", "rconPort");
        await AssertOthersRunAsync(limit.Token);
    }

    [Fact]
    public async Task A_game_server_with_another_RCON_password_is_given_up()
    {
        using var limit = Limit();

        var line = await host.FailureOfAsync("other-password", limit.Token);

        AssertTells(line, "refused the RCON password", "rconPort");
        await AssertOthersRunAsync(limit.Token);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_instances_directory_is_named()
    {
        using var limit = Limit();

        var line = await host.FailureOfAsync("no-directory", limit.Token);

        AssertTells(line, host.DirectoryOf("no-directory"), "instancesDirectory");
        await AssertOthersRunAsync(limit.Token);
    }

    private async Task AssertOthersRunAsync(CancellationToken ct)
    {
        await host.UntilSoundOneRunsAsync(ct);
        Assert.True(host.IsRunning);
    }

    private static void AssertTells(string line, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
}

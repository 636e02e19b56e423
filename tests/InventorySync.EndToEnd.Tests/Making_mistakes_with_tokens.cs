using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>A host whose token is not good ends with the reason, and with the command that makes a good one.</summary>
public sealed class Making_mistakes_with_tokens(RunningController controller) : IClassFixture<RunningController>
{
    private const int Refused = 8;

    [Fact]
    public Task One_that_is_garbled() => AssertRefusedAsync(3, "eyJhbGciOi, and then the clipboard was cut off", "the token is malformed");

    [Fact]
    public async Task One_of_another_controller()
    {
        using var limit = Limit();
        var unknown = await controller.CreateTokenAsync(4, Path.Combine(controller.Directory, "another-controller"), limit.Token);

        await AssertRefusedAsync(4, unknown, "the token was not signed by this controller");
    }

    [Fact]
    public async Task One_of_another_host()
    {
        using var limit = Limit();

        await AssertRefusedAsync(5, await controller.CreateTokenAsync(6, limit.Token), "the token is for host 6, not for host 5");
    }

    [Fact]
    public async Task One_that_is_revoked_while_the_host_runs()
    {
        using var limit = Limit();
        var token = await controller.CreateTokenAsync(7, limit.Token);
        await using var host = controller.StartHost(7, token, 71);
        await host.WaitForLineAsync("Connected to the controller", limit.Token);

        var (code, _) = await Invsync.RunAsync(controller.Directory, limit.Token, "token", "revoke-host", "7", "--data", controller.DataDirectory);

        Assert.Equal(0, code);
        await AssertEndsRefusedAsync(host, 7, "the token was revoked", limit.Token);
        await AssertRefusedAsync(7, token, "the token was revoked");
    }

    private async Task AssertRefusedAsync(int hostId, string token, string reason)
    {
        using var limit = Limit();
        await using var host = controller.StartHost(hostId, token, hostId * 10);
        await AssertEndsRefusedAsync(host, hostId, reason, limit.Token);
    }

    private async Task AssertEndsRefusedAsync(Cli.Cluster.ChildProcess host, int hostId, string reason, CancellationToken ct)
    {
        var line = await host.WaitForLineAsync("controllerToken", ct);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains($"invsync token create-host {hostId}", line, StringComparison.Ordinal);
        Assert.Equal(Refused, await host.WaitForExitAsync(ct));
        await controller.AssertServesOthersAsync(ct);
    }
}

using InventorySync.Host.Factorio;

namespace InventorySync.Host.Tests.Factorio;

public sealed class Remembering_a_server : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task One_that_ended_at_once_is_not_remembered_and_its_exit_code_can_still_be_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /bin/sh.");
        var pidFile = _directory.Combine("invsync-server.json");
        using var server = GameServerProcess.Start("/bin/sh", ["-c", "exit 3"], Path.GetTempPath());
        Assert.Equal(3, await server.WaitForExitAsync(TestContext.Current.CancellationToken));

        LeftoverServer.Remember(pidFile, server);

        Assert.False(File.Exists(pidFile));
    }
}

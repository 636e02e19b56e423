using InventorySync.Core.Acquisitions;
using InventorySync.Core.Players;
using InventorySync.Store.Files;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static InventorySync.Store.Tests.Documents;

namespace InventorySync.Store.Tests.Files;

public sealed class A_commit_that_fails : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Is_answered_to_nobody_as_done_and_the_next_one_succeeds()
    {
        await using var store = await PlayerStore.OpenAsync(
            new StoreOptions { DataDirectory = _directory.Path }, TimeProvider.System, NullLogger<PlayerStore>.Instance, Ct);
        await FailAtAsync("trouble");
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        var blocked = store.ChangeAsync(
            PlayerName.Parse("blocker"),
            state =>
            {
                entered.SetResult();
                release.Wait(Ct);
                return new Decision<bool>(state, true);
            },
            Ct);
        await entered.Task;
        var group = new[] { "before", "trouble", "after" }.Select(name => store.AcquireAsync(PlayerName.Parse(name), Nauvis)).ToArray();

        release.Set();
        await blocked;

        foreach (var change in group)
            await Assert.ThrowsAnyAsync<Exception>(() => change);
        Assert.Null(await store.ReadAsync(PlayerName.Parse("before"), Ct));
        Assert.Null(await store.ReadAsync(PlayerName.Parse("after"), Ct));
        Assert.IsType<AcquireAnswer.Acquired>(await store.AcquireAsync(PlayerName.Parse("before"), Nauvis));
        Assert.NotNull((await store.ReadAsync(PlayerName.Parse("before"), Ct))?.Acquisition);
    }

    /// <summary>From now on the database does what it does when the disk is full: it gives up the whole transaction.</summary>
    private async Task FailAtAsync(string player)
    {
        await using var connection = new StoreFile(_directory.Path).Open();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"CREATE TRIGGER no_room BEFORE INSERT ON players WHEN new.name_key = '{player}' BEGIN SELECT RAISE(ROLLBACK, 'no more room'); END";
        await command.ExecuteNonQueryAsync(Ct);
    }
}

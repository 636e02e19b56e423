using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Store.Files;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static InventorySync.Store.Tests.Documents;

namespace InventorySync.Store.Tests.Files;

public sealed class Opening_a_store : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_directory.Path, StoreFile.FileName);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Makes_directories_that_are_missing()
    {
        var path = Path.Combine(_directory.Path, "a", "b");

        await using var store = await OpenAsync(path);

        Assert.True(File.Exists(Path.Combine(path, StoreFile.FileName)));
    }

    [Fact]
    public async Task After_an_abrupt_end_finds_everything_that_was_answered()
    {
        await using var store = await OpenAsync(_directory.Path);
        await store.AcquireAsync(Wren, Nauvis);
        var document = Make(Wren, 1, "r1");
        await store.UploadAsync(Wren, document);
        await store.AcquireAsync(Wren, Vulcanus);

        // What is on the disk while the store is open is what a killed process leaves behind.
        using var remains = new TemporaryDirectory();
        foreach (var file in Directory.GetFiles(_directory.Path, StoreFile.FileName + "*"))
        {
            if (!file.EndsWith("-shm", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(remains.Path, Path.GetFileName(file)));
        }

        Assert.True(new FileInfo(Path.Combine(remains.Path, StoreFile.FileName + "-wal")).Length > 0);
        await using var reopened = await OpenAsync(remains.Path);

        var state = await reopened.ReadAsync(Wren, Ct);
        Assert.Equal(new Acquisition(Vulcanus, new Token(2), Noon), state?.Acquisition);
        Assert.Equal(document.Bytes.ToArray(), await reopened.ReadDocumentAsync(Wren, state!.Document!, Ct));
    }

    [Fact]
    public async Task Commits_survive_power_loss()
    {
        await using var store = await OpenAsync(_directory.Path);
        await using var connection = new StoreFile(_directory.Path).Open();

        Assert.Equal("wal", Scalar(connection, "PRAGMA journal_mode"));
        Assert.Equal(2L, Scalar(connection, "PRAGMA synchronous"));
    }

    [Fact]
    public async Task Refuses_a_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(DatabasePath, "this is a letter to a friend, and certainly no database", Ct);

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(_directory.Path));

        Assert.Equal(
            $"{DatabasePath} is not a database. Move the file away, or choose another directory with --data.", problem.Message);
        Assert.StartsWith("this is a letter", await File.ReadAllTextAsync(DatabasePath, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_database_of_another_program()
    {
        await using (var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            connection.Open();
            Scalar(connection, "CREATE TABLE bookmarks (url TEXT)");
        }

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(_directory.Path));

        Assert.Contains("was made by another program", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_database_of_a_newer_version()
    {
        await (await OpenAsync(_directory.Path)).DisposeAsync();
        await using (var connection = new StoreFile(_directory.Path).Open())
            Scalar(connection, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_later.sql', '2030-01-01') RETURNING 1");

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(_directory.Path));

        Assert.Contains("newer version of this program (9999_later.sql)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_the_file_before_it_changes_the_schema()
    {
        await (await OpenAsync(_directory.Path)).DisposeAsync();
        await using (var connection = new StoreFile(_directory.Path).Open())
        {
            // As if an earlier version had made it: the last script is still to come, and will find its tables there.
            Scalar(connection, "DELETE FROM SchemaVersions RETURNING 1");
            Scalar(connection, "INSERT INTO players (name_key, name) VALUES ('wren', 'Wren') RETURNING 1");
        }

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(_directory.Path));

        Assert.Contains("could not be brought up to date (0001_players_and_instances.sql", problem.Message, StringComparison.Ordinal);
        var copy = Path.Combine(_directory.Path, "inventory-sync-before-0001_players_and_instances.db");
        await using var copied = new SqliteConnection($"Data Source={copy};Pooling=False");
        copied.Open();
        Assert.Equal("Wren", Scalar(copied, "SELECT name FROM players"));
    }

    [Fact]
    public async Task Refuses_a_directory_that_is_a_file()
    {
        var path = Path.Combine(_directory.Path, "file");
        await File.WriteAllTextAsync(path, "x", Ct);

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(path));

        Assert.Equal($"{path} is a file. Choose a directory with --data.", problem.Message);
    }

    [Fact]
    public async Task Refuses_a_directory_that_cannot_be_written_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a directory in which even root cannot write");

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync("/proc/inventory-sync"));

        Assert.Contains("The data directory /proc/inventory-sync cannot be written to", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--data", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Works_while_another_process_has_it_open()
    {
        await using var first = await OpenAsync(_directory.Path);
        await using var second = await OpenAsync(_directory.Path);

        await second.RevokeHostTokensAsync(new Core.Instances.HostId(7), "cli", Ct);
        await first.UploadAsync(Wren, Make(Wren, 1, "r1"));

        Assert.NotEqual(0, await first.ReadTokenValidAfterAsync(new Core.Instances.HostId(7), Ct));
        Assert.IsType<UploadAnswer.Duplicate>(await second.UploadAsync(Wren, Make(Wren, 1, "r1")));
    }

    [Fact]
    public async Task Two_that_open_a_new_one_together_both_succeed()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenAsync(_directory.Path))));

        foreach (var store in stores)
        {
            await store.AcquireAsync(Wren, Nauvis);
            await store.DisposeAsync();
        }

        await using var last = await OpenAsync(_directory.Path);
        Assert.Equal(new Token(4), (await last.ReadAsync(Wren, Ct))?.LastToken);
    }

    private static Task<PlayerStore> OpenAsync(string directory) => PlayerStore.OpenAsync(
        new StoreOptions { DataDirectory = directory }, TimeProvider.System, NullLogger<PlayerStore>.Instance, Ct);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

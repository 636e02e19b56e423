using System.Globalization;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace InventorySync.Store.Files;

/// <summary>The SQLite file: where it is, how it is opened, and how its schema is brought up to date.</summary>
public sealed class StoreFile
{
    public const string FileName = "inventory-sync.db";

    private readonly string _directory;
    private readonly string _connectionString;

    public StoreFile(string directory)
    {
        _directory = System.IO.Path.GetFullPath(directory);
        Path = System.IO.Path.Combine(_directory, FileName);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            ForeignKeys = true,
            // Seconds to wait for another process that writes, such as a command that revokes a token.
            DefaultTimeout = 30,
            // Private connections: a pooled one would keep the file open after the store is closed.
            Pooling = false,
        }.ConnectionString;
    }

    public string Path { get; }

    /// <summary>Makes the directory and the file where they are missing, and brings the schema up to date.</summary>
    /// <exception cref="StoreUnavailableException">The directory or the file cannot be used.</exception>
    public async Task PrepareAsync(TimeProvider time, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(_directory);
            await using var alone = await TakePreparationLockAsync(time, ct);
            Migrate();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new StoreUnavailableException(Explain(problem), problem);
        }
    }

    /// <summary>Opens a connection whose commits survive power loss.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be used.</exception>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            // With NORMAL, the default of some builds, the last commits may be lost at power loss.
            pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw new StoreUnavailableException(Explain(problem), problem);
        }
    }

    private void Migrate()
    {
        using var connection = Open();
        var isNew = Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0;
        var upgrader = DeployChanges.To.SqliteDatabase(_connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(StoreFile).Assembly, name => name.EndsWith(".sql", StringComparison.Ordinal))
            .WithTransaction()
            .LogTo(new NoOpUpgradeLog())
            .Build();

        RefuseNewerSchema(connection, isNew, upgrader);
        var missing = upgrader.GetScriptsToExecute();
        if (missing.Count == 0)
            return;

        if (!isNew)
            BackUp(connection, missing[0].Name);

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
        {
            throw new StoreUnavailableException(
                $"The database {Path} could not be brought up to date ({result.ErrorScript?.Name}: {result.Error.Message}). "
                + "It is unchanged, and a copy was put beside it.",
                result.Error);
        }
    }

    private void RefuseNewerSchema(SqliteConnection connection, bool isNew, UpgradeEngine upgrader)
    {
        if (isNew)
            return;

        if (Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'SchemaVersions'") == 0)
        {
            throw new StoreUnavailableException(
                $"The database {Path} was made by another program. Choose another directory with --data.");
        }

        var known = upgrader.GetDiscoveredScripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = upgrader.GetExecutedScripts().FirstOrDefault(name => !known.Contains(name));
        if (unknown is not null)
        {
            throw new StoreUnavailableException(
                $"The database {Path} was written by a newer version of this program ({unknown}). Use that version or a newer one.");
        }
    }

    /// <summary>Copies the file as it is before the first script of an upgrade runs.</summary>
    private void BackUp(SqliteConnection connection, string firstScript)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"inventory-sync-before-{System.IO.Path.GetFileNameWithoutExtension(firstScript)}.db");
        var target = System.IO.Path.Combine(_directory, name);
        if (File.Exists(target))
            return;

        // Under another name first: half a copy must not pass for a whole one.
        var partial = target + ".partial";
        File.Delete(partial);
        using (var copy = connection.CreateCommand())
        {
            copy.CommandText = "VACUUM INTO $target";
            copy.Parameters.AddWithValue("$target", partial);
            copy.ExecuteNonQuery();
        }

        File.Move(partial, target);
    }

    /// <summary>Keeps a controller and a command that start together from both making the schema.</summary>
    private async Task<FileStream> TakePreparationLockAsync(TimeProvider time, CancellationToken ct)
    {
        var path = System.IO.Path.Combine(_directory, "preparing.lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 100 && Directory.Exists(_directory))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
            }
        }
    }

    private string Explain(Exception problem) => problem switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB } =>
            $"{Path} is not a database. Move the file away, or choose another directory with --data.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT } =>
            $"The database {Path} is damaged. Restore it from a backup.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } =>
            $"The disk of {_directory} is full. Make room on it.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY } =>
            $"Another program is busy with the database {Path}. End it, or choose another directory with --data.",
        _ when File.Exists(_directory) => $"{_directory} is a file. Choose a directory with --data.",
        _ => $"The data directory {_directory} cannot be written to ({problem.Message.TrimEnd('.')}). "
            + "Give this user the right to write there, or choose another directory with --data.",
    };

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

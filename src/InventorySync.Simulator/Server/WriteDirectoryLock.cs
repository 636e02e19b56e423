namespace InventorySync.Simulator.Server;

/// <summary>The write directory's .lock: one server at a time (factorio-server §1). The system frees it with the process,
/// however that ends.</summary>
internal sealed class WriteDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private WriteDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="ServerStartException">Another server has it, or the directory is not writable.</exception>
    public static WriteDirectoryLock Acquire(string writeData)
    {
        var path = Path.Combine(writeData, ".lock");
        try
        {
            Directory.CreateDirectory(writeData);
            return new WriteDirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"Couldn't acquire exclusive lock for {path}\nIs another instance already running?", exception)
            {
                LogSource = "Util.cpp:83",
            };
        }
    }

    public void Dispose() => _file.Dispose();
}

namespace InventorySync.Store.Tests;

/// <summary>A fresh directory of one test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("invsync-store-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

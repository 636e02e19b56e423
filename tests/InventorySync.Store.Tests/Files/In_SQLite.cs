using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Store.Tests.Files;

public sealed class In_SQLite : PlayerStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override Task<PlayerStore> OpenAsync() => PlayerStore.OpenAsync(
        new StoreOptions { DataDirectory = _directory.Path }, Time, NullLogger<PlayerStore>.Instance, Ct);
}

using System.Text.Json;
using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;

namespace InventorySync.Store.Tests;

/// <summary>Documents and requests that the tests of the store talk about.</summary>
internal static class Documents
{
    public static readonly InstanceId Nauvis = new(1);
    public static readonly InstanceId Vulcanus = new(2);
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly PlayerName Wren = PlayerName.Parse("Wren");

    public static PlayerDocument Make(PlayerName player, long generation, string? revision = null, string content = "") =>
        PlayerDocument.Check(
            revision is null
                ? JsonSerializer.SerializeToUtf8Bytes(new { generation, name = player.Spelling, content })
                : JsonSerializer.SerializeToUtf8Bytes(new { generation, name = player.Spelling, content, revision }),
            player);

    public static Task<AcquireAnswer> AcquireAsync(
        this PlayerStore store, PlayerName player, InstanceId caller, DateTimeOffset? now = null) =>
        store.ChangeAsync(player, state => state.Acquire(caller, null, null, now ?? Noon), TestContext.Current.CancellationToken);

    /// <summary>Uploads as a client of the plain protocol, or with a base when one is named.</summary>
    public static Task<UploadAnswer> UploadAsync(
        this PlayerStore store,
        PlayerName player,
        PlayerDocument document,
        InstanceId? caller = null,
        string? basedOn = null,
        DateTimeOffset? now = null)
    {
        var upload = new UploadedDocument
        {
            Document = document,
            Instance = caller ?? Nauvis,
            Base = basedOn is null ? new DocumentBase.Unsaid() : new DocumentBase.Named(new Revision(basedOn)),
        };
        return store.ChangeAsync(
            player, document, (state, seenAs) => state.Upload(upload, seenAs, now ?? Noon), TestContext.Current.CancellationToken);
    }
}

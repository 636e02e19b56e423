namespace InventorySync.Core.Snapshots;

/// <summary>Which snapshots of one player are kept (sync-behaviour §3, snapshots).</summary>
public sealed record SnapshotRetention
{
    /// <summary>How many of the newest older documents are kept.</summary>
    public int Newest { get; init; } = 16;

    /// <summary>For how many days the last document of each day (UTC) is kept.</summary>
    public int Days { get; init; } = 30;

    /// <summary>The snapshots that may go. Pinned ones and conflicts are never among them.</summary>
    public IReadOnlyList<Snapshot> Superfluous(IEnumerable<Snapshot> snapshots, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var older = snapshots
            .Where(snapshot => snapshot.Kind == SnapshotKind.Older && !snapshot.IsPinned)
            .OrderByDescending(snapshot => snapshot.Id)
            .ToArray();

        // The last one of a day is found among all of them: while it is still one of the newest, the day needs no other.
        var oldestDay = now.UtcDateTime.Date.AddDays(-Days);
        var lastOfDay = older
            .GroupBy(snapshot => snapshot.Document.StoredAt.UtcDateTime.Date)
            .Where(day => day.Key >= oldestDay)
            .Select(day => day.First())
            .ToHashSet();

        return [.. older.Skip(Newest).Where(snapshot => !lastOfDay.Contains(snapshot))];
    }
}

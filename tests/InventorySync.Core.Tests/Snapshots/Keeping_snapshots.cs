using InventorySync.Core.Documents;
using InventorySync.Core.Snapshots;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Snapshots;

public class Keeping_snapshots
{
    private static readonly SnapshotRetention Retention = new();

    [Fact]
    public void The_sixteen_newest_stay()
    {
        var snapshots = Enumerable.Range(0, 20).Select(i => Older(i, Noon.AddMinutes(i))).ToArray();

        Assert.Equal([3L, 2, 1, 0], Retention.Superfluous(snapshots, Noon.AddHours(1)).Select(s => s.Id));
    }

    [Fact]
    public void The_last_of_each_of_the_thirty_days_stays()
    {
        var newest = Enumerable.Range(1000, 16).Select(i => Older(i, Noon));
        var daily = Enumerable.Range(1, 40).SelectMany(day => new[]
        {
            Older(500 - day * 2, Noon.AddDays(-day)),
            Older(501 - day * 2, Noon.AddDays(-day).AddHours(3)),
        });

        var kept = Kept([.. newest, .. daily], Noon).Where(id => id < 1000).Order();

        Assert.Equal(Enumerable.Range(1, 30).Select(day => 501L - day * 2).Order(), kept);
    }

    [Fact]
    public void Pinned_ones_and_conflicts_stay_for_ever()
    {
        var snapshots = Enumerable.Range(0, 100).Select(i => Older(i, Noon.AddYears(-1))).ToArray();
        snapshots[3] = snapshots[3] with { IsPinned = true };
        snapshots[4] = snapshots[4] with { Kind = SnapshotKind.Conflict };

        var kept = Kept(snapshots, Noon);

        Assert.Contains(3L, kept);
        Assert.Contains(4L, kept);
        Assert.Equal(18, kept.Count);
    }

    [Fact]
    public void Removing_after_each_upload_keeps_the_same_as_removing_once()
    {
        var all = Enumerable.Range(0, 300).Select(i => Older(i, Noon.AddHours(i * 3))).ToArray();
        var now = all[^1].Document.StoredAt;

        var stepwise = new List<Snapshot>();
        foreach (var snapshot in all)
        {
            stepwise.Add(snapshot);
            var gone = Retention.Superfluous(stepwise, snapshot.Document.StoredAt);
            stepwise.RemoveAll(gone.Contains);
        }

        Assert.Equal(Kept(all, now).Order(), stepwise.Select(s => s.Id).Order());
    }

    private static List<long> Kept(IReadOnlyCollection<Snapshot> snapshots, DateTimeOffset now) =>
        [.. snapshots.Except(Retention.Superfluous(snapshots, now)).Select(s => s.Id)];

    private static Snapshot Older(long id, DateTimeOffset storedAt) =>
        new(id, SnapshotKind.Older, Stored(1, "r1").Document! with { StoredAt = storedAt, Revision = new Revision($"r{id}") }, false);
}

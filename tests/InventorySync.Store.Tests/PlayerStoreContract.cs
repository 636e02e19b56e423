using CsCheck;
using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using InventorySync.Core.Snapshots;
using InventorySync.Store.Instances;
using Microsoft.Extensions.Time.Testing;
using static InventorySync.Store.Tests.Documents;

namespace InventorySync.Store.Tests;

/// <summary>What every database behind the store must do. One subclass for each.</summary>
public abstract class PlayerStoreContract : IAsyncLifetime
{
    private PlayerStore? _store;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(Noon);

    protected PlayerStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the test's own database, as it was left.</summary>
    protected abstract Task<PlayerStore> OpenAsync();

    [Fact]
    public async Task A_player_nobody_heard_of_is_not_there()
    {
        Assert.Null(await Store.ReadAsync(Wren, Ct));
        Assert.Empty(await Store.ListSnapshotsAsync(Wren, Ct));
    }

    [Fact]
    public async Task A_decision_is_there_after_reopening()
    {
        await Store.AcquireAsync(Wren, Nauvis);
        await Store.UploadAsync(Wren, Make(Wren, 3, "r3"));
        await Store.AcquireAsync(Wren, Vulcanus);
        var before = await Store.ReadAsync(Wren, Ct);

        await ReopenAsync();

        Assert.Equal(before, await Store.ReadAsync(Wren, Ct));
        Assert.Equal(new Acquisition(Vulcanus, new Token(2), Noon), before?.Acquisition);
    }

    [Fact]
    public async Task Every_field_of_the_state_comes_back()
    {
        var document = Make(Wren, 3, "r3");
        await Store.UploadAsync(Wren, document, Vulcanus, basedOn: "r2");
        await Store.ChangeAsync(Wren, state => state.Acquire(Nauvis, null, Noon.AddMilliseconds(1234), Noon), Ct);

        var state = await Store.ReadAsync(Wren, Ct);

        Assert.Equal(
            new PlayerState(
                new StoredDocument
                {
                    Generation = new Generation(3),
                    Revision = new Revision("r3"),
                    Base = new Revision("r2"),
                    Digest = document.Digest,
                    Size = document.Bytes.Length,
                    Instance = Vulcanus,
                    StoredAt = Noon,
                },
                new Acquisition(Nauvis, new Token(1), Noon, Noon.AddMilliseconds(1234)),
                new Token(1)),
            state);
    }

    [Fact]
    public async Task A_document_comes_back_to_the_last_byte()
    {
        var bytes = """{ "generation":1,"name":"Wren", "tag":"ü \u00fc 🦉 \"\\ ","a":[ 1.50 , 1e3 ] }"""u8.ToArray();
        await Store.UploadAsync(Wren, PlayerDocument.Check(bytes, Wren));
        await ReopenAsync();

        var state = await Store.ReadAsync(Wren, Ct);

        Assert.Equal(bytes, await Store.ReadDocumentAsync(Wren, state!.Document!, Ct));
    }

    [Fact]
    public async Task A_large_document_comes_back_to_the_last_byte()
    {
        var random = new Random(7);
        var content = string.Concat(Enumerable.Range(0, 2_000_000).Select(_ => (char)random.Next('a', 'z')));
        var document = Make(Wren, 1, content: content);
        await Store.UploadAsync(Wren, document);

        var state = await Store.ReadAsync(Wren, Ct);

        Assert.Equal(document.Bytes.ToArray(), await Store.ReadDocumentAsync(Wren, state!.Document!, Ct));
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_one_player()
    {
        await Store.AcquireAsync(PlayerName.Parse("WREN"), Nauvis);

        Assert.IsType<AcquireAnswer.Busy>(await Store.AcquireAsync(PlayerName.Parse("wren"), Vulcanus));
    }

    [Theory]
    [InlineData("""Robert'); DROP TABLE players;--""")]
    [InlineData("""a "quoted" \ name""")]
    [InlineData("🦉🧱 and 'more' %_?")]
    public async Task Names_are_data(string spelling)
    {
        var name = PlayerName.Parse(spelling);
        await Store.UploadAsync(name, Make(name, 1));
        await ReopenAsync();

        var statistics = await Store.ReadStatisticsAsync(Ct);

        Assert.Equal(spelling, statistics.LargestName);
        Assert.NotNull((await Store.ReadAsync(name, Ct))?.Document);
    }

    [Fact]
    public async Task A_replaced_document_is_kept_as_a_snapshot()
    {
        var first = Make(Wren, 1, "r1");
        await Store.UploadAsync(Wren, first);
        await Store.UploadAsync(Wren, Make(Wren, 2, "r2"), basedOn: "r1");

        var snapshot = Assert.Single(await Store.ListSnapshotsAsync(Wren, Ct));

        Assert.Equal((SnapshotKind.Older, new Revision("r1")), (snapshot.Kind, snapshot.Document.Revision));
        Assert.Equal(first.Bytes.ToArray(), await Store.ReadDocumentAsync(Wren, snapshot.Document, Ct));
    }

    [Fact]
    public async Task A_superseded_document_is_kept_once_however_often_it_is_sent()
    {
        await Store.UploadAsync(Wren, Make(Wren, 5, "r5"));
        var fork = Make(Wren, 5, "x5", "fork");
        for (var i = 0; i < 3; i++)
            Assert.IsType<UploadAnswer.Superseded>(await Store.UploadAsync(Wren, fork, basedOn: "r4"));

        var snapshot = Assert.Single(await Store.ListSnapshotsAsync(Wren, Ct));

        Assert.Equal((SnapshotKind.Conflict, fork.Digest), (snapshot.Kind, snapshot.Document.Digest));
        Assert.Equal(fork.Bytes.ToArray(), await Store.ReadDocumentAsync(Wren, snapshot.Document, Ct));
    }

    [Fact]
    public async Task Two_documents_under_one_revision_are_both_kept()
    {
        await Store.UploadAsync(Wren, Make(Wren, 5, "r5"));
        await Store.UploadAsync(Wren, Make(Wren, 6, "r6"), basedOn: "r5");
        var forged = Make(Wren, 7, "r5", "other bytes");

        Assert.IsType<UploadAnswer.Superseded>(await Store.UploadAsync(Wren, forged, basedOn: "r6"));

        var snapshots = await Store.ListSnapshotsAsync(Wren, Ct);
        Assert.Equal([SnapshotKind.Older, SnapshotKind.Conflict], snapshots.Select(s => s.Kind));
        Assert.Equal(forged.Bytes.ToArray(), await Store.ReadDocumentAsync(Wren, snapshots[1].Document, Ct));
    }

    [Fact]
    public async Task A_revision_is_remembered_when_its_document_is_gone()
    {
        await Store.UploadAsync(Wren, Make(Wren, 1, "r1"));
        for (var g = 2; g < 60; g++)
            await Store.UploadAsync(Wren, Make(Wren, g, $"r{g}"), basedOn: $"r{g - 1}");
        Assert.DoesNotContain(await Store.ListSnapshotsAsync(Wren, Ct), s => s.Document.Revision == new Revision("r1"));

        var answer = await Store.UploadAsync(Wren, Make(Wren, 60, "r1", "other bytes"), basedOn: "r59");

        Assert.IsType<UploadAnswer.Superseded>(answer);
    }

    [Fact]
    public async Task Snapshots_are_kept_by_number_and_day_and_conflicts_for_ever()
    {
        await Store.UploadAsync(Wren, Make(Wren, 1, "r1"), now: Noon);
        await Store.UploadAsync(Wren, Make(Wren, 1, "x1", "fork"), basedOn: "r0", now: Noon);
        for (var g = 2; g <= 100; g++)
        {
            Time.Advance(TimeSpan.FromHours(12));
            await Store.UploadAsync(Wren, Make(Wren, g, $"r{g}"), basedOn: $"r{g - 1}", now: Time.GetUtcNow());
        }

        var snapshots = await Store.ListSnapshotsAsync(Wren, Ct);

        Assert.Single(snapshots, s => s.Kind == SnapshotKind.Conflict);
        var older = snapshots.Where(s => s.Kind == SnapshotKind.Older).ToArray();
        Assert.Equal(Enumerable.Range(84, 16).Select(g => (long)g), older[^16..].Select(s => s.Document.Generation.Value));
        Assert.Equal(30, older.Select(s => s.Document.StoredAt.UtcDateTime.Date).Distinct().Count());
        Assert.Equal(16 + 22, older.Length);
    }

    [Fact]
    public async Task The_order_of_calls_is_the_order_of_decisions()
    {
        var tokens = Enumerable.Range(0, 200).Select(_ => Store.AcquireAsync(Wren, Nauvis)).ToArray();

        var answers = await Task.WhenAll(tokens);

        Assert.Equal(
            Enumerable.Range(1, 200).Select(t => new Token(t)), answers.Cast<AcquireAnswer.Acquired>().Select(a => a.Token));
    }

    [Fact]
    public async Task Changes_that_wait_together_are_committed_together_and_answered_after_that()
    {
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        var first = Store.ChangeAsync(
            Wren,
            state =>
            {
                entered.SetResult();
                release.Wait(Ct);
                return state.Acquire(Nauvis, null, null, Noon);
            },
            Ct);
        await entered.Task;
        var names = Enumerable.Range(0, 20).Select(i => PlayerName.Parse($"player {i}")).ToArray();
        var waiting = names.Select(name => Store.AcquireAsync(name, Nauvis)).ToArray();

        Assert.False(first.IsCompleted);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        Assert.Null(await Store.ReadAsync(Wren, Ct));
        var before = Store.Commits;

        release.Set();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal(before + 2, Store.Commits);
        foreach (var name in names)
            Assert.NotNull((await Store.ReadAsync(name, Ct))?.Acquisition);
    }

    [Fact]
    public async Task A_rule_that_fails_undoes_itself_alone()
    {
        using var release = new ManualResetEventSlim();
        var blocked = Store.ChangeAsync(
            PlayerName.Parse("blocker"),
            state =>
            {
                release.Wait(Ct);
                return new Decision<bool>(state, true);
            },
            Ct);
        var before = Store.AcquireAsync(PlayerName.Parse("before"), Nauvis);
        var failing = Store.ChangeAsync<bool>(Wren, _ => throw new InvalidOperationException("a broken rule"), Ct);
        var after = Store.AcquireAsync(PlayerName.Parse("after"), Nauvis);

        release.Set();

        await Task.WhenAll(blocked, before, after);
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal("a broken rule", problem.Message);
        Assert.Null(await Store.ReadAsync(Wren, Ct));
        Assert.NotNull((await Store.ReadAsync(PlayerName.Parse("after"), Ct))?.Acquisition);
    }

    [Fact]
    public async Task A_withdrawn_change_is_not_made()
    {
        using var withdrawn = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        var blocked = Store.ChangeAsync(
            PlayerName.Parse("blocker"),
            state =>
            {
                entered.SetResult();
                release.Wait(Ct);
                return new Decision<bool>(state, true);
            },
            Ct);
        await entered.Task;
        var change = Store.ChangeAsync(Wren, state => state.Acquire(Nauvis, null, null, Noon), withdrawn.Token);
        await withdrawn.CancelAsync();
        release.Set();

        await blocked;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
        Assert.Null(await Store.ReadAsync(Wren, Ct));
    }

    [Fact]
    public async Task All_that_an_instance_holds_changes_together()
    {
        foreach (var name in new[] { "Wren", "Kestrel" })
            await Store.AcquireAsync(PlayerName.Parse(name), Nauvis);
        await Store.AcquireAsync(PlayerName.Parse("Heron"), Vulcanus);

        var changed = await Store.ChangeHeldByAsync(Nauvis, state => state.InstanceStopped(Nauvis, Noon.AddMinutes(1)), Ct);

        Assert.Equal(["Wren", "Kestrel"], changed.Select(name => name.Spelling));
        Assert.Equal(Noon.AddMinutes(1), (await Store.ReadAsync(Wren, Ct))?.Acquisition?.Expires);
        Assert.Null((await Store.ReadAsync(PlayerName.Parse("Heron"), Ct))?.Acquisition?.Expires);
        Assert.Empty(await Store.ChangeHeldByAsync(Nauvis, state => state.InstanceStopped(Nauvis, Noon.AddMinutes(2)), Ct));
    }

    [Fact]
    public async Task All_that_anybody_holds_can_be_changed_after_a_restart()
    {
        await Store.AcquireAsync(Wren, Nauvis);
        await Store.AcquireAsync(PlayerName.Parse("Heron"), Vulcanus);

        var changed = await Store.ChangeHeldAsync((holder, state) => state.InstanceStopped(holder, Noon.AddMinutes(1)), Ct);

        Assert.Equal(2, changed.Count);
        Assert.Equal(Noon.AddMinutes(1), (await Store.ReadAsync(Wren, Ct))?.Acquisition?.Expires);
    }

    [Fact]
    public async Task Instances_are_remembered()
    {
        var instance = new StoredInstance
        {
            Id = Nauvis,
            Name = "nauvis 🦉",
            Host = new HostId(7),
            Status = InstanceStatus.Running,
            FactorioVersion = "2.0.72",
            Config = """{"instance.id":1}""",
        };
        await Store.SaveInstanceAsync(instance with { Status = InstanceStatus.Stopped, Host = null, FactorioVersion = null }, Ct);
        await Store.SaveInstanceAsync(instance, Ct);
        await ReopenAsync();

        Assert.Equal(instance, Assert.Single(await Store.ListInstancesAsync(Ct)));
    }

    [Fact]
    public async Task Revoked_tokens_stay_revoked_and_leave_an_audit_entry()
    {
        Assert.Equal(0, await Store.ReadTokenValidAfterAsync(new HostId(7), Ct));

        var validAfter = await Store.RevokeHostTokensAsync(new HostId(7), "cli", Ct);
        await Store.SaveHostNameAsync(new HostId(7), "Marsh", Ct);
        await ReopenAsync();

        Assert.Equal(Noon.ToUnixTimeSeconds() + 1, validAfter);
        Assert.Equal(validAfter, await Store.ReadTokenValidAfterAsync(new HostId(7), Ct));
        Assert.Equal("Marsh", Assert.Single(await Store.ListHostsAsync(Ct)).Name);
        var entry = Assert.Single(await Store.ListAuditEntriesAsync(10, Ct));
        Assert.Equal(("cli", "revoke host tokens", "host 7"), (entry.Actor, entry.Action, entry.Subject));
    }

    [Fact]
    public async Task Statistics_count_current_documents()
    {
        Assert.Equal(new StoreStatistics(0, 0, "", 0), await Store.ReadStatisticsAsync(Ct));
        var small = Make(Wren, 1);
        var large = Make(PlayerName.Parse("Kestrel"), 1, content: new string('x', 1000));
        await Store.UploadAsync(Wren, Make(Wren, 1, content: new string('y', 5000)));
        await Store.UploadAsync(Wren, Make(Wren, 2));
        await Store.UploadAsync(PlayerName.Parse("Kestrel"), large);

        Assert.Equal(
            new StoreStatistics(2, small.Bytes.Length + large.Bytes.Length, "Kestrel", large.Bytes.Length),
            await Store.ReadStatisticsAsync(Ct));
    }

    /// <summary>The store against the rules alone, over random requests: what the rules decide is what is kept.</summary>
    [Fact]
    public async Task The_store_keeps_what_the_rules_decide()
    {
        var requests = Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 5]).List[1, 25].Array[4];
        var number = 0;
        await requests.SampleAsync(
            async histories =>
            {
                foreach (var history in histories)
                {
                    var name = PlayerName.Parse($"player {Interlocked.Increment(ref number)}");
                    await FollowAsync(name, history);
                }
            },
            iter: 8,
            threads: 1);
    }

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = await OpenAsync();
    }

    private async Task FollowAsync(PlayerName name, List<(int Instance, int Kind, int Ahead)> history)
    {
        var expected = PlayerState.New;
        var seen = new Dictionary<Revision, DocumentDigest>();
        foreach (var (instance, kind, ahead) in history)
        {
            var caller = new InstanceId(instance);
            switch (kind)
            {
                case 0:
                    expected = expected.Acquire(caller, null, null, Noon).Next;
                    await Store.AcquireAsync(name, caller);
                    break;
                case 1:
                    expected = expected.Release(caller, null).Next;
                    await Store.ChangeAsync(name, state => state.Release(caller, null), Ct);
                    break;
                default:
                    var document = Make(name, Math.Max(1, (expected.Document?.Generation.Value ?? 0) + ahead - 2));
                    var upload = new UploadedDocument { Document = document, Instance = caller, Base = new DocumentBase.Unsaid() };
                    DocumentDigest? seenAs = seen.TryGetValue(document.Revision, out var digest) ? digest : null;
                    var decision = expected.Upload(upload, seenAs, Noon);
                    seen.TryAdd(document.Revision, document.Digest);
                    expected = decision.Next;
                    Assert.Equal(decision.Answer, await Store.UploadAsync(name, document, caller));

                    // I4: whatever the answer was, the bytes are there.
                    var arrived = upload.AsStored(Noon);
                    Assert.Equal(document.Bytes.ToArray(), await Store.ReadDocumentAsync(name, arrived, Ct));
                    break;
            }

            Assert.Equal(expected, await Store.ReadAsync(name, Ct));
        }
    }
}

using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Histories;

/// <summary>Lets steps happen to a player, and checks the invariants after each (sync-behaviour §6).</summary>
internal sealed class History
{
    private readonly List<UploadedDocument> _uploads = [];
    private readonly Dictionary<Revision, DocumentDigest> _seen = [];
    private readonly List<StoredDocument> _line = [];
    private readonly HashSet<DocumentDigest> _kept = [];
    private DateTimeOffset _now = Noon;

    public PlayerState Player { get; private set; } = PlayerState.New;

    public void Happen(Step step)
    {
        var before = Player;
        switch (step)
        {
            case Step.Acquire acquire:
                var acquired = Player.Acquire(acquire.Instance, null, acquire.IsStopped ? _now + LockTimeout : null, _now);
                CheckGrant(before, acquire.Instance, acquired);
                Player = acquired.Next;
                break;
            case Step.Release release:
                Player = Player.Release(release.Instance, release.Token is { } t ? new Token(t) : null).Next;
                CheckOthersKeep(before, release.Instance);
                break;
            case Step.Upload upload:
                Receive(Make(upload));
                break;
            case Step.Repeat repeat when _uploads.Count > 0:
                Receive(_uploads[^(repeat.Back % _uploads.Count + 1)]);
                break;
            case Step.Forge forge when _uploads.Count > 0:
                var original = _uploads[^(forge.Back % _uploads.Count + 1)];
                Receive(original with
                {
                    Instance = forge.Instance,
                    Document = Document(original.Document.Generation.Value + 1, original.Document.Revision.Value, $"forged {_uploads.Count}"),
                });
                break;
            case Step.Stop stop:
                Player = Player.InstanceStopped(stop.Instance, _now + LockTimeout);
                break;
            case Step.Run run:
                Player = Player.InstanceRunning(run.Instance);
                break;
            case Step.Die die:
                Player = Player.Settle(die.Instance);
                CheckOthersKeep(before, die.Instance);
                break;
            case Step.Wait wait:
                _now += TimeSpan.FromSeconds(wait.Seconds);
                break;
            default:
                break;
        }

        Assert.True(Player.LastToken.Value >= before.LastToken.Value, "tokens rise");
        Assert.True(Player.Acquisition is not { } held || held.Token.Value <= Player.LastToken.Value, "the last token is remembered");
    }

    private UploadedDocument Make(Step.Upload upload)
    {
        var number = _uploads.Count;
        var generation = Math.Max(1, (Player.Document?.Generation.Value ?? 0) + upload.GenerationAhead);
        var basedOn = upload.BaseBack is not { } back || _line.Count == 0 ? null : _line[^(Math.Min(back, _line.Count - 1) + 1)].Revision.Value;
        var document = Document(generation, upload.BaseBack is null ? null : $"r{number}", $"upload {number}");
        var made = upload.BaseBack is null ? PlainUpload(upload.Instance, document) : Cluster.Upload(upload.Instance, document, basedOn);
        return made with { Token = upload.Token is { } token ? new Token(token) : null };
    }

    private void Receive(UploadedDocument upload)
    {
        var before = Player;
        _uploads.Add(upload);
        DocumentDigest? seenAs = _seen.TryGetValue(upload.Document.Revision, out var digest) ? digest : null;
        var (next, answer, conflict) = Player.Upload(upload, seenAs, _now);
        _seen.TryAdd(upload.Document.Revision, upload.Document.Digest);
        Player = next;

        CheckOthersKeep(before, upload.Instance);
        switch (answer)
        {
            case UploadAnswer.Stored { Document: var stored }:
                // I2: one line without forks, whose generations grow.
                Assert.Equal(next.Document, stored);
                if (before.Document is { } previous)
                {
                    Assert.True(stored.Generation > previous.Generation, "generations grow");
                    if (upload.Base is DocumentBase.Named { Revision: var named })
                        Assert.Equal(previous.Revision, named);
                }

                Assert.DoesNotContain(_line, earlier => earlier.Revision == stored.Revision);
                _line.Add(stored);
                _kept.Add(stored.Digest);
                break;
            case UploadAnswer.Duplicate:
                Assert.Equal(before.Document, next.Document);
                break;
            default:
                Assert.Equal(before.Document, next.Document);
                Assert.NotNull(conflict);
                _kept.Add(conflict.Digest);
                break;
        }

        // I4: what arrived whole is stored, a duplicate of what is, or a snapshot.
        Assert.Contains(upload.Document.Digest, _kept);
    }

    private void CheckGrant(PlayerState before, InstanceId caller, Decision<AcquireAnswer> decision)
    {
        if (decision.Answer is not AcquireAnswer.Acquired { Token: var token })
        {
            Assert.Equal(before, decision.Next);
            return;
        }

        // I1: nobody is granted a player whom another instance holds.
        Assert.True(before.Acquisition is not { } held || held.Instance == caller || held.IsStale(_now), "one holder at most");
        Assert.True(token.Value > before.LastToken.Value, "a grant has a token of its own");
        Assert.Equal(before.Document, decision.Next.Document);
    }

    /// <summary>Nothing that one instance sends ends the fresh acquisition of another.</summary>
    private void CheckOthersKeep(PlayerState before, InstanceId sender)
    {
        if (before.Acquisition is { } held && held.Instance != sender && !held.IsStale(_now))
            Assert.Equal(held, Player.Acquisition);
    }
}

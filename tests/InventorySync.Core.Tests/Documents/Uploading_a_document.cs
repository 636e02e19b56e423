using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Documents;

/// <summary>The table of sync-behaviour §3, row by row.</summary>
public class Uploading_a_document
{
    public enum Holder
    {
        ThisInstance,
        Nobody,
        AnotherInstance,
        AnotherInstanceThatExpired,
    }

    public enum Arriving
    {
        SameAsStored,
        Follows,
        DoesNotFollow,
    }

    [Theory]
    [InlineData(Holder.ThisInstance, Arriving.SameAsStored, "duplicate", null)]
    [InlineData(Holder.Nobody, Arriving.SameAsStored, "duplicate", null)]
    [InlineData(Holder.AnotherInstance, Arriving.SameAsStored, "duplicate", "Vulcanus")]
    [InlineData(Holder.ThisInstance, Arriving.Follows, "stored", null)]
    [InlineData(Holder.Nobody, Arriving.Follows, "stored", null)]
    [InlineData(Holder.AnotherInstanceThatExpired, Arriving.Follows, "stored", null)]
    [InlineData(Holder.ThisInstance, Arriving.DoesNotFollow, "superseded", null)]
    [InlineData(Holder.Nobody, Arriving.DoesNotFollow, "superseded", null)]
    [InlineData(Holder.AnotherInstance, Arriving.DoesNotFollow, "superseded", "Vulcanus")]
    [InlineData(Holder.AnotherInstance, Arriving.Follows, "superseded", "Vulcanus")]
    public void Is_decided_by_the_holder_and_by_what_arrives(
        Holder holder, Arriving arriving, string expected, string? holderAfterwards)
    {
        foreach (var isPlain in new[] { false, true })
        {
            var stored = Document(4, isPlain ? null : "r4", "stored");
            var before = Held(PlayerState.New with { Document = Uploaded(stored).AsStored(Noon) }, holder);

            var (next, answer, conflict) = before.Upload(Arrive(stored, arriving, isPlain), seenAs: null, Noon);

            Assert.Equal(expected, Name(answer));
            Assert.Equal(expected == "superseded", conflict is not null);
            Assert.Equal(expected == "stored", next.Document != before.Document);
            Assert.Equal(holderAfterwards is null ? null : Vulcanus, next.Acquisition?.Instance);
            Assert.Equal(before.LastToken, next.LastToken);
        }
    }

    [Fact]
    public void The_first_document_always_follows()
    {
        var named = Upload(Nauvis, Document(7, "r7"), basedOn: "r6");

        Assert.IsType<UploadAnswer.Stored>(PlayerState.New.HeldBy(Nauvis).Upload(named, null, Noon).Answer);
        Assert.IsType<UploadAnswer.Stored>(PlayerState.New.Upload(PlainUpload(Nauvis, Document(1)), null, Noon).Answer);
    }

    [Fact]
    public void What_is_stored_names_where_it_came_from()
    {
        var document = Document(5, "r5");

        var (next, _, _) = Stored(4, "r4").HeldBy(Nauvis).Upload(Upload(Nauvis, document, "r4", new Token(1)), null, Noon);

        Assert.Equal(
            new StoredDocument
            {
                Generation = new Generation(5),
                Revision = new Revision("r5"),
                Base = new Revision("r4"),
                Digest = document.Digest,
                Size = document.Bytes.Length,
                Instance = Nauvis,
                StoredAt = Noon,
            },
            next.Document);
    }

    [Fact]
    public void A_document_that_says_it_grew_from_nothing_does_not_follow_a_stored_one()
    {
        var (_, answer, _) = Stored(4, "r4").HeldBy(Nauvis).Upload(Upload(Nauvis, Document(5, "r5"), null), null, Noon);

        Assert.IsType<UploadAnswer.Superseded>(answer);
    }

    [Fact]
    public void A_document_of_the_right_base_and_a_generation_that_does_not_grow_does_not_follow()
    {
        var (_, answer, conflict) = Stored(4, "r4").HeldBy(Nauvis)
            .Upload(Upload(Nauvis, Document(4, "r5", "other"), "r4"), null, Noon);

        Assert.IsType<UploadAnswer.Superseded>(answer);
        Assert.Equal(new Revision("r5"), conflict?.Revision);
    }

    [Fact]
    public void A_crashed_server_with_a_higher_generation_and_an_old_base_does_not_outrank_newer_data()
    {
        var (next, answer, _) = Stored(4, "r4").Upload(Upload(Nauvis, Document(90, "r90"), "r3"), null, Noon);

        Assert.IsType<UploadAnswer.Superseded>(answer);
        Assert.Equal(new Revision("r4"), next.Document?.Revision);
    }

    [Fact]
    public void A_revision_seen_before_with_other_bytes_does_not_follow()
    {
        var upload = Upload(Nauvis, Document(5, "r5", "this time"), "r4", new Token(1));
        var seen = Document(5, "r5", "last time").Digest;

        var (next, answer, _) = Stored(4, "r4").HeldBy(Nauvis).Upload(upload, seen, Noon);

        Assert.IsType<UploadAnswer.Superseded>(answer);
        Assert.Equal(new Revision("r4"), next.Document?.Revision);
        Assert.Null(next.Acquisition);
    }

    [Fact]
    public void A_revision_seen_before_with_the_same_bytes_may_follow()
    {
        var document = Document(5, "r5");

        var (_, answer, _) = Stored(4, "r4").HeldBy(Nauvis).Upload(Upload(Nauvis, document, "r4"), document.Digest, Noon);

        Assert.IsType<UploadAnswer.Stored>(answer);
    }

    [Fact]
    public void An_upload_under_an_old_token_does_not_end_the_newer_acquisition_of_the_same_instance()
    {
        var heldAgain = Stored(4, "r4").HeldBy(Nauvis).HeldBy(Nauvis);

        var (next, answer, conflict) = heldAgain.Upload(Upload(Nauvis, Document(5, "r5"), "r4", new Token(1)), null, Noon);

        Assert.IsType<UploadAnswer.Superseded>(answer);
        Assert.Equal(heldAgain, next);
        Assert.Equal(new Revision("r5"), conflict?.Revision);
    }

    [Fact]
    public void A_repeated_upload_under_an_old_token_does_not_end_the_newer_acquisition_either()
    {
        var document = Document(4, "r4", "stored");
        var heldAgain = Stored(4, "r4").HeldBy(Nauvis).HeldBy(Nauvis);

        var (next, answer, _) = heldAgain.Upload(Upload(Nauvis, document, "r3", new Token(1)), null, Noon);

        Assert.IsType<UploadAnswer.Duplicate>(answer);
        Assert.Equal(heldAgain, next);
    }

    [Fact]
    public void A_server_that_comes_back_after_its_acquisition_expired_is_stored_if_nobody_played_since()
    {
        var expired = Stored(4, "r4").HeldBy(Nauvis, expires: Noon + LockTimeout);

        var (next, answer, _) = expired.Upload(Upload(Nauvis, Document(5, "r5"), "r4", new Token(1)), null, Noon + 2 * LockTimeout);

        Assert.IsType<UploadAnswer.Stored>(answer);
        Assert.Null(next.Acquisition);
    }

    [Fact]
    public void A_plain_document_gets_one_revision_however_often_it_is_sent()
    {
        var first = Document(4, content: "a");

        Assert.Null(first.OwnRevision);
        Assert.Equal(first.Revision, Document(4, content: "a").Revision);
        Assert.NotEqual(first.Revision, Document(4, content: "b").Revision);
        Assert.NotEqual(first.Revision, Document(5, content: "a").Revision);
    }

    [Fact]
    public void A_superseded_answer_names_what_is_stored()
    {
        var player = Stored(4, "r4");

        var (_, answer, _) = player.Upload(Upload(Nauvis, Document(4, "x4", "fork"), "r3"), null, Noon);

        Assert.Equal(new UploadAnswer.Superseded(player.Document), answer);
    }

    private static UploadedDocument Uploaded(PlayerDocument document) => PlainUpload(Gleba, document);

    private static PlayerState Held(PlayerState player, Holder holder) => holder switch
    {
        Holder.ThisInstance => player.HeldBy(Nauvis),
        Holder.AnotherInstance => player.HeldBy(Vulcanus),
        Holder.AnotherInstanceThatExpired => player.HeldBy(Vulcanus, expires: Noon),
        _ => player,
    };

    private static UploadedDocument Arrive(PlayerDocument stored, Arriving arriving, bool isPlain)
    {
        var document = arriving switch
        {
            Arriving.SameAsStored => stored,
            Arriving.Follows => Document(5, isPlain ? null : "r5", "next"),
            _ => Document(4, isPlain ? null : "x4", "fork"),
        };
        return isPlain
            ? PlainUpload(Nauvis, document)
            : Cluster.Upload(Nauvis, document, basedOn: arriving == Arriving.DoesNotFollow ? "r3" : "r4");
    }

    private static string Name(UploadAnswer answer) => answer switch
    {
        UploadAnswer.Stored => "stored",
        UploadAnswer.Duplicate => "duplicate",
        _ => "superseded",
    };
}

using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Players;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Acquisitions;

public class Acquiring_a_player
{
    [Fact]
    public void A_player_whom_nobody_holds_is_granted()
    {
        var (next, answer, _) = PlayerState.New.Acquire(Nauvis, have: null, expires: null, Noon);

        Assert.Equal(new AcquireAnswer.Acquired(new Token(1), Document: null, DocumentDiffers: false), answer);
        Assert.Equal(new Acquisition(Nauvis, new Token(1), Noon), next.Acquisition);
    }

    [Fact]
    public void The_grant_names_what_is_stored()
    {
        var player = Stored(4, "r4");

        var answer = Assert.IsType<AcquireAnswer.Acquired>(player.Acquire(Nauvis, null, null, Noon).Answer);

        Assert.Equal(player.Document, answer.Document);
    }

    [Fact]
    public void A_second_instance_is_told_who_holds_the_player()
    {
        var held = PlayerState.New.HeldBy(Nauvis);

        var (next, answer, _) = held.Acquire(Vulcanus, null, null, Noon);

        Assert.Equal(new AcquireAnswer.Busy(Nauvis, Expires: null), answer);
        Assert.Equal(held, next);
    }

    [Fact]
    public void A_second_instance_is_told_until_when_a_lost_holder_is_waited_for()
    {
        var held = PlayerState.New.HeldBy(Nauvis).InstanceStopped(Nauvis, Noon + LockTimeout);

        var (_, answer, _) = held.Acquire(Vulcanus, null, null, Noon);

        Assert.Equal(new AcquireAnswer.Busy(Nauvis, Noon + LockTimeout), answer);
    }

    [Fact]
    public void The_same_instance_is_granted_again_under_a_new_token_and_without_expiry()
    {
        var held = PlayerState.New.HeldBy(Nauvis).InstanceStopped(Nauvis, Noon + LockTimeout);

        var (next, answer, _) = held.Acquire(Nauvis, null, null, Noon.AddSeconds(5));

        Assert.Equal(new Token(2), Assert.IsType<AcquireAnswer.Acquired>(answer).Token);
        Assert.Equal(new Acquisition(Nauvis, new Token(2), Noon.AddSeconds(5)), next.Acquisition);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void An_expired_acquisition_is_granted_to_another_instance_from_its_expiry_on(int millisecondsAfter, bool granted)
    {
        var held = PlayerState.New.HeldBy(Nauvis).InstanceStopped(Nauvis, Noon + LockTimeout);

        var (_, answer, _) = held.Acquire(Vulcanus, null, null, (Noon + LockTimeout).AddMilliseconds(millisecondsAfter));

        Assert.Equal(granted, answer is AcquireAnswer.Acquired);
    }

    [Fact]
    public void An_instance_that_stopped_already_gets_an_acquisition_that_expires()
    {
        var (next, _, _) = PlayerState.New.Acquire(Nauvis, null, expires: Noon + LockTimeout, Noon);

        Assert.Equal(Noon + LockTimeout, next.Acquisition?.Expires);
    }

    [Fact]
    public void Tokens_rise_over_releases()
    {
        var released = PlayerState.New.HeldBy(Nauvis).Release(Nauvis, null).Next;

        var (_, answer, _) = released.Acquire(Vulcanus, null, null, Noon);

        Assert.Equal(new Token(2), Assert.IsType<AcquireAnswer.Acquired>(answer).Token);
    }

    [Theory]
    [InlineData("r4", false)]
    [InlineData("r3", true)]
    [InlineData(null, true)]
    public void A_caller_that_says_what_it_has_learns_whether_the_stored_one_differs(string? has, bool differs)
    {
        var have = new Have(4, has is null ? null : new Revision(has));

        var (_, answer, _) = Stored(4, "r4").Acquire(Nauvis, have, null, Noon);

        Assert.Equal(differs, Assert.IsType<AcquireAnswer.Acquired>(answer).DocumentDiffers);
    }

    [Fact]
    public void A_caller_that_has_something_is_sent_nothing_when_nothing_is_stored()
    {
        var (_, answer, _) = PlayerState.New.Acquire(Nauvis, new Have(3, new Revision("r3")), null, Noon);

        Assert.Equal(new AcquireAnswer.Acquired(new Token(1), null, DocumentDiffers: false), answer);
    }
}

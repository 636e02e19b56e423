using InventorySync.Core.Acquisitions;
using InventorySync.Core.Players;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Acquisitions;

public class Releasing_a_player
{
    [Fact]
    public void The_holder_ends_its_acquisition_with_or_without_a_token()
    {
        var held = PlayerState.New.HeldBy(Nauvis);

        Assert.Null(held.Release(Nauvis, null).Next.Acquisition);
        Assert.Null(held.Release(Nauvis, new Token(1)).Next.Acquisition);
        Assert.True(held.Release(Nauvis, new Token(1)).Answer);
    }

    [Fact]
    public void Another_instance_changes_nothing()
    {
        var held = PlayerState.New.HeldBy(Nauvis);

        Assert.Equal(new Decision<bool>(held, false), held.Release(Vulcanus, null));
        Assert.Equal(new Decision<bool>(held, false), held.Release(Vulcanus, new Token(1)));
    }

    [Fact]
    public void A_late_answer_to_an_earlier_acquire_does_not_free_the_later_grant()
    {
        var heldTwice = PlayerState.New.HeldBy(Nauvis).HeldBy(Nauvis);

        var decision = heldTwice.Release(Nauvis, new Token(1));

        Assert.Equal(new Decision<bool>(heldTwice, false), decision);
    }

    [Fact]
    public void A_player_whom_nobody_holds_stays_so()
    {
        Assert.Equal(new Decision<bool>(PlayerState.New, false), PlayerState.New.Release(Nauvis, null));
    }
}

using InventorySync.Core.Players;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Acquisitions;

public class An_instance_that_stops
{
    [Fact]
    public void Keeps_its_players_until_the_expiry()
    {
        var player = PlayerState.New.HeldBy(Nauvis).InstanceStopped(Nauvis, Noon + LockTimeout);

        Assert.Equal(Noon + LockTimeout, player.Acquisition?.Expires);
        Assert.False(player.Acquisition?.IsStale(Noon));
        Assert.True(player.Acquisition?.IsStale(Noon + LockTimeout));
    }

    [Fact]
    public void Gains_no_time_by_stopping_twice()
    {
        var player = PlayerState.New.HeldBy(Nauvis)
            .InstanceStopped(Nauvis, Noon + LockTimeout)
            .InstanceStopped(Nauvis, Noon + 2 * LockTimeout);

        Assert.Equal(Noon + LockTimeout, player.Acquisition?.Expires);
    }

    [Fact]
    public void Has_no_expiry_any_more_when_it_runs_again()
    {
        var player = PlayerState.New.HeldBy(Nauvis).InstanceStopped(Nauvis, Noon + LockTimeout).InstanceRunning(Nauvis);

        Assert.Null(player.Acquisition?.Expires);
        Assert.NotNull(player.Acquisition);
    }

    [Fact]
    public void Loses_its_players_at_once_when_it_is_known_to_be_dead()
    {
        Assert.Null(Stored(2, "r2").HeldBy(Nauvis).Settle(Nauvis).Acquisition);
        Assert.NotNull(Stored(2, "r2").HeldBy(Nauvis).Settle(Nauvis).Document);
    }

    [Fact]
    public void Does_not_touch_what_another_instance_holds()
    {
        var player = PlayerState.New.HeldBy(Nauvis);

        Assert.Equal(player, player.InstanceStopped(Vulcanus, Noon + LockTimeout));
        Assert.Equal(player, player.InstanceRunning(Vulcanus));
        Assert.Equal(player, player.Settle(Vulcanus));
    }
}

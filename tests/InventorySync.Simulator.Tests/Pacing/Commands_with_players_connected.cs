using InventorySync.Simulator.Pacing;

namespace InventorySync.Simulator.Tests.Pacing;

public class Commands_with_players_connected
{
    private static readonly SegmentSizes DefaultSizes = new();

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(10, 100)]
    [InlineData(11, 92)]
    [InlineData(12, 85)]
    [InlineData(13, 77)]
    [InlineData(14, 70)]
    [InlineData(15, 62)]
    [InlineData(16, 55)]
    [InlineData(17, 47)]
    [InlineData(18, 40)]
    [InlineData(19, 32)]
    [InlineData(20, 25)]
    [InlineData(200, 25)]
    public void Segments_shrink_from_the_maximum_to_the_minimum_size(int peers, int bytes) =>
        Assert.Equal(bytes, DefaultSizes.For(peers));

    [Theory]
    [InlineData(10, 100)]
    [InlineData(11, 25)]
    public void Segments_jump_to_the_minimum_where_the_counts_leave_no_room_between(int peers, int bytes) =>
        Assert.Equal(bytes, (DefaultSizes with { MinimumPeerCount = 5 }).For(peers));

    [Theory]
    [InlineData(50, 0, 1)]
    [InlineData(50, 1, 2)]
    [InlineData(50, 10, 2)]
    [InlineData(50, 15, 2)]
    [InlineData(50, 20, 2)]
    [InlineData(1_000, 0, 1)]
    [InlineData(1_000, 1, 12)]
    [InlineData(1_000, 15, 18)]
    [InlineData(1_000, 20, 42)]
    [InlineData(2_000_000, 0, 1)]
    public void A_command_runs_as_many_ticks_later_as_the_reference_says(int bytes, int peers, int ticks) =>
        Assert.Equal(ticks, TicksAlone(PacingParameters.Documented, bytes, peers));

    [Theory]
    [InlineData(5_000, 1, 0.9)]
    [InlineData(5_000, 15, 1.4)]
    [InlineData(5_000, 20, 3.4)]
    [InlineData(60_000, 10, 10.0)]
    [InlineData(60_000, 15, 16.1)]
    [InlineData(60_000, 20, 40)]
    [InlineData(500_000, 10, 83)]
    [InlineData(500_000, 15, 134)]
    [InlineData(500_000, 20, 333)]
    [InlineData(2_000_000, 10, 333)]
    [InlineData(2_000_000, 15, 538)]
    [InlineData(2_000_000, 20, 1_333)]
    public void A_long_command_takes_as_many_seconds_as_the_reference_says(int bytes, int peers, double seconds)
    {
        var taken = TicksAlone(PacingParameters.Documented, bytes, peers) / 60.0;

        // The reference gives two to four digits.
        Assert.InRange(taken, seconds * 0.99 - 0.05, seconds * 1.01 + 0.05);
    }

    [Theory]
    [InlineData(100, 1, 1)]
    [InlineData(101, 1, 2)]
    public void The_optimistic_profile_has_little_latency_and_overhead(int bytes, int peers, int ticks) =>
        Assert.Equal(ticks, TicksAlone(PacingParameters.Optimistic, bytes, peers));

    [Theory]
    [InlineData(50, 0, 2)]
    [InlineData(50, 1, 6)]
    [InlineData(968, 0, 2 + 2 * 9)]
    [InlineData(968, 1, 6 + 2 * 9)]
    [InlineData(969, 1, 6 + 2 * 10)]
    public void The_pessimistic_profile_is_slow_even_with_nobody_connected(int bytes, int peers, int ticks) =>
        Assert.Equal(ticks, TicksAlone(PacingParameters.Pessimistic, bytes, peers));

    private static long TicksAlone(PacingParameters parameters, int bytes, int peers) =>
        new CommandPacing<int>(parameters, DefaultSizes).Arrive(0, tick: 0, bytes, peers);
}

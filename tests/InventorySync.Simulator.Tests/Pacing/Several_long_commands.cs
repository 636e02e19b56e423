using CsCheck;
using InventorySync.Simulator.Pacing;

namespace InventorySync.Simulator.Tests.Pacing;

public class Several_long_commands
{
    private static CommandPacing<int> Pacing(PacingParameters parameters) => new(parameters, new SegmentSizes());

    [Fact]
    public void Travel_side_by_side()
    {
        var pacing = Pacing(PacingParameters.Documented);

        var due = Enumerable.Range(0, 5).Select(index => pacing.Arrive(index, 100, 984, 1)).ToArray();

        Assert.All(due, tick => Assert.Equal(111, tick));
    }

    [Fact]
    public void Are_overtaken_by_short_ones_sent_later()
    {
        var pacing = Pacing(PacingParameters.Documented);
        pacing.Arrive(1, 0, 1_000, 1);
        pacing.Arrive(2, 3, 50, 1);

        Assert.Equal([(2, 5), (1, 12)], Run(pacing, 20));
    }

    [Fact]
    public void Run_in_order_of_arrival_when_they_run_in_the_same_tick()
    {
        var pacing = Pacing(PacingParameters.Documented);
        pacing.Arrive(1, 0, 84, 1);
        pacing.Arrive(2, 0, 10, 1);
        pacing.Arrive(3, 0, 84, 1);

        Assert.Equal([(1, 2), (2, 2), (3, 2)], Run(pacing, 5));
    }

    [Fact]
    public void Wait_for_a_free_stream_in_order_of_arrival()
    {
        var pacing = Pacing(PacingParameters.Documented with { MostStreams = 2 });
        pacing.Arrive(1, 0, 184, 1); // two segments: ticks 2, 3
        pacing.Arrive(2, 0, 484, 1); // five: 2 to 6
        pacing.Arrive(3, 0, 184, 1); // after the first: 4, 5
        pacing.Arrive(4, 0, 84, 1);  // after the third: 6
        pacing.Arrive(5, 0, 20, 1);  // short, needs no stream

        Assert.Equal([(5, 2), (1, 3), (3, 5), (2, 6), (4, 6)], Run(pacing, 20));
    }

    [Fact]
    public void Form_one_queue_in_the_pessimistic_profile()
    {
        var pacing = Pacing(PacingParameters.Pessimistic);
        pacing.Arrive(1, 0, 168, 1); // two segments: ticks 6, 8
        pacing.Arrive(2, 0, 168, 1); // 10, 12

        Assert.Equal([(1, 8), (2, 12)], Run(pacing, 30));
    }

    [Theory]
    [InlineData(1, 6_000)]
    [InlineData(15, 3_720)]
    [InlineData(20, 1_500)]
    public void Multiply_the_throughput_of_one(int peers, int bytesPerSecond)
    {
        foreach (var streams in (int[])[1, 5])
        {
            var pacing = Pacing(PacingParameters.Documented);
            var last = Enumerable.Range(0, streams).Max(index => pacing.Arrive(index, 0, 200_000, peers));

            Assert.InRange(streams * 200_000 / (last / 60.0), bytesPerSecond * streams * 0.99, bytesPerSecond * streams * 1.01);
        }
    }

    [Fact]
    public void Have_half_the_rate_of_one_in_the_pessimistic_profile()
    {
        var pacing = Pacing(PacingParameters.Pessimistic);
        var last = Enumerable.Range(0, 5).Max(index => pacing.Arrive(index, 0, 200_000, 1));

        Assert.InRange(5 * 200_000 / (last / 60.0), 2_970, 3_030);
    }

    [Fact]
    public void Never_send_more_segments_in_a_tick_than_there_are_streams() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 30], Gen.Int[51, 2_000]).Array[1, 40]).Sample((streams, arrivals) =>
        {
            var pacing = Pacing(PacingParameters.Documented with { MostStreams = streams });
            var busy = new Dictionary<long, int>();
            foreach (var (tick, bytes) in arrivals.OrderBy(arrival => arrival.Item1))
            {
                var last = pacing.Arrive(0, tick, bytes, 1);
                var segments = (bytes + 16 + 99) / 100;
                Assert.True(last - segments + 1 >= tick + 2);
                for (var sent = last - segments + 1; sent <= last; sent++)
                    busy[sent] = busy.GetValueOrDefault(sent) + 1;
            }
            Assert.All(busy.Values, count => Assert.True(count <= streams));
        });

    [Fact]
    public void The_map_stands_every_minute_in_the_pessimistic_profile()
    {
        var pacing = Pacing(PacingParameters.Pessimistic);

        Assert.Equal(TimeSpan.Zero, pacing.StallAfter(3_599));
        Assert.Equal(TimeSpan.FromMilliseconds(500), pacing.StallAfter(3_600));
        Assert.Equal(TimeSpan.Zero, Pacing(PacingParameters.Documented).StallAfter(3_600));
    }

    private static List<(int Command, int Tick)> Run(CommandPacing<int> pacing, int ticks)
    {
        var ran = new List<(int, int)>();
        for (var tick = 0; tick <= ticks; tick++)
        {
            while (pacing.TryTake(tick, out var command))
                ran.Add((command, tick));
        }
        return ran;
    }
}

using System.Buffers;
using CsCheck;
using InventorySync.Simulator.Rcon;

namespace InventorySync.Simulator.Tests.Rcon;

public class Reading_packets
{
    [Fact]
    public void Gives_back_what_was_written_wherever_the_stream_is_cut() =>
        Gen.Select(Gen.Select(Gen.Int, Gen.Int, Gen.Byte.Array[0, 300]).Array[1, 10], Gen.Int[1, 50]).Sample((packets, pieceBytes) =>
        {
            var stream = packets.SelectMany(packet => new RconPacket(packet.Item1, packet.Item2, packet.Item3).ToBytes()).ToArray();
            var read = new List<(int, int, byte[])>();
            for (var (taken, arrived) = (0, 0); arrived < stream.Length;)
            {
                arrived = Math.Min(stream.Length, arrived + pieceBytes);
                var buffer = new ReadOnlySequence<byte>(stream, taken, arrived - taken);
                while (RconPacket.TryRead(ref buffer, longestBody: 300, out var packet))
                    read.Add((packet!.Id, packet.Type, packet.Body.ToArray()));
                taken = arrived - (int)buffer.Length;
            }

            Assert.Equal(packets.Select(packet => (packet.Item1, packet.Item2)), read.Select(packet => (packet.Item1, packet.Item2)));
            Assert.All(packets.Zip(read), pair => Assert.Equal(pair.First.Item3, pair.Second.Item3));
        });

    [Fact]
    public void Never_does_more_than_refuse_what_is_none() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            try
            {
                while (RconPacket.TryRead(ref buffer, longestBody: 1_000, out var packet))
                    Assert.InRange(packet!.Body.Length, 0, bytes.Length);
                Assert.True(buffer.Length <= bytes.Length);
            }
            catch (InvalidDataException exception)
            {
                Assert.Contains("RCON data", exception.Message, StringComparison.Ordinal);
            }
        });
}

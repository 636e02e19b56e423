using System.Text;
using CsCheck;
using InventorySync.Protocol.Link;

namespace InventorySync.Protocol.Tests.Link;

public class Keeping_messages_until_acknowledged
{
    [Fact]
    public void A_message_is_numbered_when_it_is_kept()
    {
        var buffer = new SendBuffer(10, 10_000);
        buffer.Add(OutgoingMessage.Request(LinkAddress.Instance(701) with { RequestId = 5 }, LinkAddress.Controller, "EchoRequest", "[1]"u8.ToArray()));
        buffer.Add(OutgoingMessage.Error(LinkAddress.Controller, LinkAddress.Host(7) with { RequestId = 6 }, new LinkRequestException("No \"way\"", "RequestError")));

        Assert.Equal("""{"type":"request","seq":1,"src":[2,701,5],"dst":[0,0],"name":"EchoRequest","data":[1]}""", Next(buffer));
        Assert.Equal("""{"type":"responseError","seq":2,"src":[0,0],"dst":[1,7,6],"data":{"message":"No \"way\"","code":"RequestError"}}""", Next(buffer));
        Assert.Null(buffer.TakeNext());
    }

    [Fact]
    public void The_largest_number_fits()
    {
        var message = OutgoingMessage.Error(LinkAddress.Controller, LinkAddress.Host(7), new LinkRequestException("x"));

        message.Number(long.MaxValue);

        Assert.StartsWith("""{"type":"responseError","seq":9223372036854775807,"src":[0,0],""", Encoding.UTF8.GetString(message.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Room_is_bounded_by_messages_and_by_bytes()
    {
        var few = new SendBuffer(2, 10_000);
        few.Add(Event(0));
        few.Add(Event(0));
        var small = new SendBuffer(100, 500);
        Assert.True(small.HasRoomFor(Event(2000), times: 1));
        small.Add(Event(200));

        Assert.False(few.HasRoomFor(Event(0), times: 1));
        Assert.True(few.HasRoomFor(Event(0), times: 2));
        Assert.False(small.HasRoomFor(Event(200), times: 1));
        Assert.True(small.HasRoomFor(Event(0), times: 1));
    }

    [Fact]
    public void Whatever_is_sent_lost_and_acknowledged_everything_arrives_once_and_in_order() =>
        Gen.Int[0, 9].Array[0, 200].Sample(steps =>
        {
            var buffer = new SendBuffer(1000, 1_000_000);
            var (added, arrived) = (0L, 0L);
            foreach (var step in steps)
            {
                switch (step)
                {
                    case < 4:
                        buffer.Add(Event(0));
                        added++;
                        break;
                    case < 7 when buffer.TakeNext() is { } message:
                        Assert.Contains("\"seq\":" + (arrived + 1) + ",", Encoding.UTF8.GetString(message.Bytes.Span), StringComparison.Ordinal);
                        arrived++;
                        break;
                    case 7:
                        // Sent, but lost on the way.
                        buffer.TakeNext();
                        Assert.True(buffer.ReplayAfter(arrived));
                        break;
                    case 8:
                        Assert.True(buffer.Acknowledge(arrived));
                        Assert.Equal(added - arrived, buffer.Count);
                        break;
                    default:
                        Assert.False(buffer.Acknowledge(added + 1));
                        break;
                }
            }
        });

    private static OutgoingMessage Event(int size) =>
        OutgoingMessage.Event(LinkAddress.Host(7), LinkAddress.Controller, "CountEvent", Encoding.UTF8.GetBytes("\"" + new string('x', size) + "\""));

    private static string Next(SendBuffer buffer) => Encoding.UTF8.GetString(buffer.TakeNext()!.Bytes.Span);
}

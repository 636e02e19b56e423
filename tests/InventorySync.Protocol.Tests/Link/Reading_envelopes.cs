using System.Text;
using CsCheck;
using InventorySync.Protocol.Link;

namespace InventorySync.Protocol.Tests.Link;

public class Reading_envelopes
{
    [Theory]
    [InlineData("""{"type":"event","seq":1,"src":[1,101],"dst":[0,0],"name":"HostInfoUpdateEvent","data":{"update":{"name":"spec-host","publicAddress":"localhost"}}}""",
        LinkMessageType.Event, 1L, "[1,101]", "[0,0]", "HostInfoUpdateEvent")]
    [InlineData("""{"type":"request","seq":2,"src":[1,101,1],"dst":[0,0],"name":"InstancesUpdateRequest","data":[]}""",
        LinkMessageType.Request, 2L, "[1,101,1]", "[0,0]", "InstancesUpdateRequest")]
    [InlineData("""{"type":"response","seq":3,"src":[1,101],"dst":[0,0,1]}""", LinkMessageType.Response, 3L, "[1,101]", "[0,0,1]", "")]
    [InlineData("""{"type":"request","seq":4,"src":[2,2001,2],"dst":[0,0],"name":"inventory_sync:AcquireRequest","data":{"instanceId":2001,"playerName":"Kestrel"}}""",
        LinkMessageType.Request, 4L, "[2,2001,2]", "[0,0]", "inventory_sync:AcquireRequest")]
    [InlineData("""{"type":"responseError","seq":13,"src":[1,501],"dst":[3,1,7],"data":{"message":"Instance is not running."}}""",
        LinkMessageType.ResponseError, 13L, "[1,501]", "[3,1,7]", "")]
    [InlineData("""{"type":"event","seq":21,"src":[0,0],"dst":[4,2],"name":"InstanceAdminlistUpdateEvent","data":{"name":"Wren","admin":true}}""",
        LinkMessageType.Event, 21L, "[0,0]", "[4,2]", "InstanceAdminlistUpdateEvent")]
    [InlineData(""" { "data" : 1 , "name":"X", "dst":[0,0], "src":[1,7], "seq":9, "type":"event", "more":[{"type":"request"}] } """,
        LinkMessageType.Event, 9L, "[1,7]", "[0,0]", "X")]
    public void A_routable_message_is_read(string text, LinkMessageType type, long sequence, string source, string destination, string name)
    {
        var message = LinkMessage.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(type, message.Type);
        Assert.True(message.IsRoutable);
        Assert.Equal(sequence, message.Sequence);
        Assert.Equal(source, message.Source.ToString());
        Assert.Equal(destination, message.Destination.ToString());
        Assert.Equal(name, message.Name);
    }

    [Theory]
    [InlineData("""{"type":"hello","data":{"version":"2.0.0-alpha.27","plugins":{"inventory_sync":"2.0.0-alpha.27"}}}""", LinkMessageType.Hello)]
    [InlineData("""{"type":"ready","data":{"src":[1,101],"sessionToken":"…","sessionTimeout":60,"heartbeatInterval":15}}""", LinkMessageType.Ready)]
    [InlineData("""{"type":"resume","data":{"sessionToken":"…","lastSeq":3}}""", LinkMessageType.Resume)]
    [InlineData("""{"type":"continue","data":{"sessionTimeout":5,"heartbeatInterval":2,"lastSeq":3}}""", LinkMessageType.Continue)]
    [InlineData("""{"type":"invalidate"}""", LinkMessageType.Invalidate)]
    [InlineData("""{"type":"heartbeat"}""", LinkMessageType.Heartbeat)]
    [InlineData("""{"type":"disconnect","data":"prepare"}""", LinkMessageType.Disconnect)]
    public void A_message_of_the_link_itself_is_read(string text, LinkMessageType type)
    {
        var message = LinkMessage.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(type, message.Type);
        Assert.False(message.IsRoutable);
    }

    [Theory]
    [InlineData("""{"seq":1}""", "member type is missing")]
    [InlineData("""{"type":7}""", "member type must be a string")]
    [InlineData("""{"type":"shout"}""", "unknown type shout")]
    [InlineData("""{"type":"event","type":"event"}""", "member type stands twice")]
    [InlineData("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0]}""", "member name is missing")]
    [InlineData("""{"type":"event","seq":-1,"src":[1,7],"dst":[0,0],"name":"X"}""", "member seq must be a sequence number")]
    [InlineData("""{"type":"event","seq":0,"src":[1,7],"dst":[0,0],"name":"X"}""", "member seq must be a sequence number")]
    [InlineData("""{"type":"event","seq":1,"src":[1,-7],"dst":[0,0],"name":"X"}""", "member src must be an address")]
    [InlineData("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0,1,1],"name":"X"}""", "member dst must be an address")]
    [InlineData("""{"type":"event","seq":1,"src":[1,7],"dst":[0,3000000000],"name":"X"}""", "member dst must be an address")]
    [InlineData("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0],"name":"\ud83d"}""", "member name must be valid text")]
    [InlineData("""{"type":"hello"}""", "member data is missing")]
    [InlineData("""{"type":"event",""", "not well-formed JSON")]
    public void What_is_wrong_is_named(string text, string problem)
    {
        var error = Assert.Throws<LinkFormatException>(() => LinkMessage.Parse(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_payload_is_a_slice_of_what_was_received()
    {
        byte[] received = Encoding.UTF8.GetBytes("""{"type":"event","seq":1,"src":[1,7],"dst":[0,0],"name":"X","data": { "a" :1.50 } }""");

        var message = LinkMessage.Parse(received);

        Assert.Equal("""{ "a" :1.50 }""", Encoding.UTF8.GetString(message.Data.Span));
        Assert.True(received.AsSpan().Overlaps(message.Data.Span));
    }

    [Fact]
    public void Random_bytes_are_refused_and_nothing_else() => Gen.Byte.Array[0, 200].Sample(bytes => ReadsOrRefuses(bytes));

    [Fact]
    public void Damaged_messages_are_read_or_refused_and_nothing_else()
    {
        var whole = Encoding.UTF8.GetBytes(
            """{"type":"request","seq":4,"src":[2,2001,2],"dst":[0,0],"name":"inventory_sync:AcquireRequest","data":{"playerName":"Wr\u00e9n 🐦","deep":[[{}]]}}""");

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample((first, one, second, other, cut) =>
        {
            var damaged = whole.ToArray();
            damaged[first] = one;
            damaged[second] = other;
            return ReadsOrRefuses(damaged) && ReadsOrRefuses(damaged.AsMemory(0, cut));
        });
    }

    private static bool ReadsOrRefuses(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            LinkMessage.Parse(bytes);
            return true;
        }
        catch (LinkFormatException refusal)
        {
            return refusal.Message.Length > 0;
        }
    }
}

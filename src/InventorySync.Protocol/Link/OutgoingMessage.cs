using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Protocol.Link;

/// <summary>
/// A routable message as bytes, whose sequence number is filled in when it enters a send buffer. The payload is copied once; the number
/// goes into room left in front, so that numbering, which happens under a lock, takes the same time for any size.
/// </summary>
internal sealed class OutgoingMessage
{
    // {"type":"responseError","seq":9223372036854775807
    private const int Headroom = 56;

    private readonly string _type;
    private readonly ArraySegment<byte> _buffer;
    private int _start = Headroom;

    private OutgoingMessage(string type, LinkAddress source, LinkAddress destination, string? name, ReadOnlyMemory<byte> data, LinkRequestException? error)
    {
        _type = type;
        var buffer = new ArrayBufferWriter<byte>(Headroom + data.Length + 192 + (3 * (name?.Length ?? 0)));
        buffer.GetSpan(Headroom);
        buffer.Advance(Headroom);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Options))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("src");
            source.WriteTo(writer);
            writer.WritePropertyName("dst");
            destination.WriteTo(writer);
            writer.Optional("name", name);
            if (error is not null)
            {
                writer.WriteStartObject("data");
                writer.WriteString("message", error.Message);
                writer.Optional("code", error.Code);
                writer.WriteEndObject();
            }

            writer.Raw("data", data);
            writer.WriteEndObject();
        }

        if (!MemoryMarshal.TryGetArray(buffer.WrittenMemory, out _buffer))
            throw new InvalidOperationException("The buffer writer is expected to be backed by an array.");
    }

    public static OutgoingMessage Request(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data) =>
        new("request", source, destination, name, data, null);

    public static OutgoingMessage Event(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data) =>
        new("event", source, destination, name, data, null);

    public static OutgoingMessage Response(LinkAddress source, LinkAddress destination, ReadOnlyMemory<byte> data) =>
        new("response", source, destination, null, data, null);

    public static OutgoingMessage Error(LinkAddress source, LinkAddress destination, LinkRequestException error) =>
        new("responseError", source, destination, null, default, error);

    /// <summary>Bytes on the wire, at most.</summary>
    public int Size => _buffer.Count;

    /// <summary>The whole message, once it is numbered.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start);

    public void Number(long sequence)
    {
        Span<byte> head = stackalloc byte[Headroom];
        var length = 0;
        Append(head, "{\"type\":\""u8, ref length);
        length += System.Text.Encoding.ASCII.GetBytes(_type, head[length..]);
        Append(head, "\",\"seq\":"u8, ref length);
        Utf8Formatter.TryFormat(sequence, head[length..], out var digits);
        length += digits;
        _start = Headroom - length;
        head[..length].CopyTo(_buffer.AsSpan(_start));

        // The object written behind the headroom becomes the rest of this one.
        _buffer.AsSpan()[Headroom] = (byte)',';
    }

    private static void Append(Span<byte> head, ReadOnlySpan<byte> text, ref int length)
    {
        text.CopyTo(head[length..]);
        length += text.Length;
    }
}

using System.Buffers;
using System.Buffers.Binary;

namespace InventorySync.Protocol.Game.Rcon;

/// <summary>
/// Framing of one packet: size, id and type as little-endian 32-bit integers, the body, two NUL bytes.
/// The size counts everything after itself (factorio-server.md §6.1).
/// </summary>
internal static class RconPacket
{
    public const int TypeReply = 0;
    public const int TypeCommand = 2;
    public const int TypeLoginAnswer = 2;
    public const int TypeLogin = 3;

    /// <summary>Id with which the server answers a wrong password.</summary>
    public const int RefusedId = -1;

    private const int SizeField = 4;
    private const int IdAndType = 8;
    private const int Terminator = 2;

    /// <summary>Bytes on the wire of a packet with a body of <paramref name="bodyLength"/> bytes.</summary>
    public static int Length(int bodyLength) => SizeField + IdAndType + bodyLength + Terminator;

    /// <summary>Writes a packet to the start of <paramref name="target"/>, which has at least <see cref="Length"/> bytes.</summary>
    public static void Write(Span<byte> target, int id, int type, ReadOnlySpan<byte> body)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, IdAndType + body.Length + Terminator);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], id);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], type);
        body.CopyTo(target[12..]);
        target.Slice(12 + body.Length, Terminator).Clear();
    }

    /// <summary>Takes one whole packet from the start of <paramref name="received"/>, or says how many bytes it needs.</summary>
    /// <exception cref="RconConnectionLostException">The size is impossible or above <paramref name="maxBodyBytes"/>.</exception>
    public static bool TryRead(
        ref ReadOnlySequence<byte> received, int maxBodyBytes, out int id, out int type, out ReadOnlyMemory<byte> body, out int needed)
    {
        id = 0;
        type = 0;
        body = default;
        needed = SizeField;
        if (received.Length < SizeField)
            return false;

        Span<byte> head = stackalloc byte[SizeField + IdAndType];
        received.Slice(0, SizeField).CopyTo(head);
        var size = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (size < IdAndType + Terminator)
            throw new RconConnectionLostException($"The server sent an RCON packet with the impossible size {size}.");
        if (size - IdAndType - Terminator > maxBodyBytes)
            throw new RconConnectionLostException($"The server sent an RCON reply of {size} bytes; at most {maxBodyBytes} are accepted.");

        needed = SizeField + size;
        if (received.Length < needed)
            return false;

        received.Slice(0, head.Length).CopyTo(head);
        id = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        type = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        var bodyLength = size - IdAndType - Terminator;
        // Nearly all replies are empty; only the others cost an array.
        body = bodyLength == 0 ? ReadOnlyMemory<byte>.Empty : received.Slice(SizeField + IdAndType, bodyLength).ToArray();
        received = received.Slice(needed);
        return true;
    }
}

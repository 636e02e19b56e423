using System.Buffers;
using System.Buffers.Binary;

namespace InventorySync.Simulator.Rcon;

/// <summary>A packet of Source RCON's framing, which the game uses with rules of its own (factorio-server §6.1).</summary>
/// <param name="Body">UTF-8 without the two NUL bytes that end it on the wire.</param>
public sealed record RconPacket(int Id, int Type, ReadOnlyMemory<byte> Body)
{
    public const int LoginType = 3;
    public const int LoginAnswerType = 2;
    public const int CommandType = 2;
    public const int ReplyType = 0;

    /// <summary>The id that answers a wrong password.</summary>
    public const int WrongPasswordId = -1;

    private const int SizeBytes = 4;
    private const int AroundBodyBytes = 10;

    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes + AroundBodyBytes + Body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, AroundBodyBytes + Body.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Id);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Type);
        Body.Span.CopyTo(bytes.AsSpan(12));
        return bytes;
    }

    /// <summary>Takes one packet off the front of <paramref name="buffer"/>, if it is all there.</summary>
    /// <param name="longestBody">Most bytes accepted for the body.</param>
    /// <exception cref="InvalidDataException">These bytes are no packet, or too long a one.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int longestBody, out RconPacket? packet)
    {
        packet = null;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadLittleEndian(out int size))
            return false;
        if (size < AroundBodyBytes)
            throw new InvalidDataException($"Couldn't parse RCON data: a packet of {size} bytes is too short.");
        if (size - AroundBodyBytes > longestBody)
            throw new InvalidDataException($"Couldn't parse RCON data: a packet of {size} bytes is too long.");
        if (reader.Remaining < size)
            return false;

        reader.TryReadLittleEndian(out int id);
        reader.TryReadLittleEndian(out int type);
        var body = buffer.Slice(reader.Position, size - AroundBodyBytes).ToArray();
        reader.Advance(body.Length);
        reader.TryRead(out var firstEnd);
        reader.TryRead(out var secondEnd);
        if (firstEnd != 0 || secondEnd != 0)
            throw new InvalidDataException("Couldn't parse RCON data: a packet does not end with two NUL bytes.");

        packet = new RconPacket(id, type, body);
        buffer = buffer.Slice(reader.Position);
        return true;
    }
}

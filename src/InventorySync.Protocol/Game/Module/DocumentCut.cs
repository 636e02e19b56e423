namespace InventorySync.Protocol.Game.Module;

/// <summary>How an encoded document is cut into parts: equal ones, the last may be shorter.</summary>
/// <param name="EncodedBytes">Length of the encoded text, at least 1; perhaps an estimate.</param>
/// <param name="PartBytes">Length of each part but the last.</param>
public sealed record DocumentCut(int EncodedBytes, int PartBytes)
{
    /// <summary>Segments of a full part: few enough that another player's part need not wait long, many enough that the turnaround between parts is small.</summary>
    public const int SegmentsPerPart = 30;

    /// <summary>Parts below this would be mostly wrapping.</summary>
    public const int MinimumPartBytes = 100;

    /// <summary>Bytes of a part's command and of the game's action around it, which travel in segments too.</summary>
    public const int WrappingBytes = 48;

    /// <summary>Number of parts.</summary>
    public int Parts => DivideUp(EncodedBytes, PartBytes);

    /// <summary>
    /// Chooses the part size: a document that fits is split evenly over the window, so that all streams end together;
    /// a larger one into several such rounds, of parts of at most about <see cref="SegmentsPerPart"/> segments.
    /// </summary>
    /// <param name="encodedBytes">Length of the encoded text.</param>
    /// <param name="streams">Parts in flight together, at least 1.</param>
    /// <param name="segmentBytes">Bytes the game passes on per tick and stream.</param>
    public static DocumentCut For(int encodedBytes, int streams, int segmentBytes)
    {
        var largest = Math.Max(MinimumPartBytes, SegmentsPerPart * segmentBytes - WrappingBytes);
        var rounds = DivideUp(encodedBytes, (long)streams * largest);

        // Full rounds: a part left over would take as long as a whole one, alone.
        return new DocumentCut(encodedBytes, Math.Max(MinimumPartBytes, DivideUp(encodedBytes, (long)rounds * streams)));
    }

    /// <summary>The bytes of part <paramref name="index"/>, which counts from 1.</summary>
    public ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> text, int index)
    {
        var start = (index - 1) * PartBytes;
        return text.Slice(start, Math.Min(PartBytes, EncodedBytes - start));
    }

    private static int DivideUp(int bytes, long size) => (int)((bytes + size - 1) / size);
}

namespace InventorySync.Protocol.Game.Output;

/// <summary>
/// Cuts a server's output into lines: LF ends one, a CR before it is dropped, the bytes of an unfinished line are kept, and
/// what is left at the end of the stream is a line too (save-patching-and-ipc.md §3.3).
/// </summary>
/// <param name="maxLineBytes">A longer line is not kept: it is reported as too long when its end has come.</param>
public sealed class LineSplitter(int maxLineBytes = LineSplitter.DefaultMaxLineBytes)
{
    /// <summary>Own rule of save-patching-and-ipc.md §3.3: 64 MB.</summary>
    public const int DefaultMaxLineBytes = 64 * 1024 * 1024;

    private byte[] _kept = [];
    private int _keptLength;
    private long _dropped;

    /// <summary>Takes bytes as they came and gives the lines that they complete.</summary>
    public IReadOnlyList<SplitLine> Append(ReadOnlySpan<byte> bytes)
    {
        List<SplitLine>? lines = null;
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            (lines ??= []).Add(Finish(bytes[..end]));
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
        return lines ?? (IReadOnlyList<SplitLine>)[];
    }

    /// <summary>The bytes after the last line feed, when the stream has ended; null when there are none.</summary>
    public SplitLine? Complete() => _keptLength == 0 && _dropped == 0 ? null : Finish([]);

    private SplitLine Finish(ReadOnlySpan<byte> last)
    {
        if (_dropped > 0 || (long)_keptLength + last.Length > maxLineBytes)
        {
            var length = _dropped + _keptLength + last.Length;
            _dropped = 0;
            _keptLength = 0;
            return new SplitLine(ReadOnlyMemory<byte>.Empty, TooLong: length);
        }

        byte[] line;
        if (_keptLength == 0)
        {
            line = last.ToArray();
        }
        else
        {
            line = new byte[_keptLength + last.Length];
            _kept.AsSpan(0, _keptLength).CopyTo(line);
            last.CopyTo(line.AsSpan(_keptLength));
            _keptLength = 0;
        }

        return new SplitLine(line is [.., (byte)'\r'] ? line.AsMemory(0, line.Length - 1) : line);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        if (_dropped > 0 || (long)_keptLength + bytes.Length > maxLineBytes)
        {
            _dropped += _keptLength + bytes.Length;
            _keptLength = 0;
            return;
        }

        if (_kept.Length < _keptLength + bytes.Length)
            Array.Resize(ref _kept, (int)Math.Min(Math.Max(_kept.Length * 2L, _keptLength + bytes.Length), maxLineBytes));
        bytes.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength += bytes.Length;
    }
}

using InventorySync.Protocol.Game.Module;

namespace InventorySync.Host.Transfers;

/// <summary>The parts of an encoded document, which may still grow while the first ones are sent. Safe to use from several threads.</summary>
public sealed class DocumentParts
{
    private readonly Lock _lock = new();
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private ReadOnlyMemory<byte> _rest;

    private DocumentParts(int partBytes) => PartBytes = partBytes;

    /// <summary>More parts are there than before, or it is known which is the last.</summary>
    public event EventHandler? Grown;

    /// <summary>Bytes of each part but the last.</summary>
    public int PartBytes { get; }

    /// <summary>Parts that are there.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _parts.Count;
        }
    }

    /// <summary>Bytes in the parts that are there.</summary>
    public int Bytes { get; private set; }

    /// <summary>No more will come.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The parts of a document that is encoded already.</summary>
    public static DocumentParts Of(EncodedDocument document, DocumentCut cut)
    {
        var parts = new DocumentParts(cut.PartBytes);
        parts.Append(document.Text);
        parts.Complete();
        return parts;
    }

    /// <summary>Parts for a document that is being encoded.</summary>
    public static DocumentParts Growing(DocumentCut cut) => new(cut.PartBytes);

    /// <summary>The command's data for a part, counted from 1.</summary>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            lock (_lock)
                return _parts[index - 1];
        }
    }

    /// <summary>Whether this is known to be the last part.</summary>
    public bool IsLast(int index)
    {
        lock (_lock)
            return IsWhole && index == _parts.Count;
    }

    /// <summary>Adds text. Some of it may wait for more: nobody knows yet whether it is the last part.</summary>
    public void Append(ReadOnlyMemory<byte> text)
    {
        lock (_lock)
        {
            if (IsWhole)
                throw new InvalidOperationException("The document is whole already.");
            ReadOnlyMemory<byte> waiting = _rest.IsEmpty ? text : (byte[])[.. _rest.Span, .. text.Span];
            while (waiting.Length > PartBytes)
            {
                Add(waiting[..PartBytes]);
                waiting = waiting[PartBytes..];
            }

            _rest = waiting;
        }

        Grown?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>All text was added.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            Add(_rest);
            _rest = default;
            IsWhole = true;
        }

        Grown?.Invoke(this, EventArgs.Empty);
    }

    private void Add(ReadOnlyMemory<byte> part)
    {
        _parts.Add(part);
        Bytes += part.Length;
    }
}

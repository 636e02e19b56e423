using System.Threading.Channels;

namespace InventorySync.Host.Journal;

/// <summary>
/// The host's journal on disk: what was appended survives a crash of the host, and is pending until it is marked done. One writer, which
/// flushes many entries at once.
/// </summary>
public sealed class HostJournal : IAsyncDisposable
{
    private const string FileName = "journal.bin";
    private const string RefusedFolder = "refused";

    /// <summary>An empty journal's file is cut to nothing when it has grown to this.</summary>
    private const long MaxIdleBytes = 1024 * 1024;

    private readonly string _directory;
    private readonly FileStream _file;
    private readonly Dictionary<long, JournalRecord> _pending = [];
    private readonly Lock _lock = new();
    private readonly Channel<Command> _commands = Channel.CreateBounded<Command>(1024);
    private readonly Task _writing;
    private long _lastId;

    private HostJournal(string directory, FileStream file)
    {
        _directory = directory;
        _file = file;
        ReadAll();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>What is to be delivered yet, in order.</summary>
    public IReadOnlyList<JournalRecord> Pending
    {
        get
        {
            lock (_lock)
                return [.. _pending.Values.OrderBy(record => record.Id)];
        }
    }

    /// <summary>Opens the journal, or makes one.</summary>
    /// <exception cref="InstanceException">Another host uses it, or the directory cannot be written.</exception>
    public static HostJournal Open(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var file = new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new HostJournal(directory, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstanceException($"The journal in {directory} cannot be opened: {exception.Message}. Is another host running with the same journalDirectory?", exception);
        }
    }

    /// <summary>Adds an entry. When the task is done, the entry is on the disk.</summary>
    public async Task<JournalRecord> AppendAsync(JournalEntry entry, ReadOnlyMemory<byte> document, CancellationToken ct)
    {
        var command = new Command.Append(entry, document, new TaskCompletionSource<JournalRecord>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _commands.Writer.WriteAsync(command, ct);
        return await command.Done.Task.WaitAsync(ct);
    }

    /// <summary>Marks an entry as delivered. If the mark is lost in a crash, the entry is delivered again, which changes nothing.</summary>
    public async Task CompleteAsync(JournalRecord record, CancellationToken ct)
    {
        lock (_lock)
            _pending.Remove(record.Id);
        await _commands.Writer.WriteAsync(new Command.Complete(record.Id), ct);
    }

    /// <summary>Keeps an upload that the controller refuses for good as a file for people, and marks it as done.</summary>
    /// <returns>The file's path.</returns>
    public async Task<string> SetAsideAsync(JournalRecord record, CancellationToken ct)
    {
        var folder = Path.Combine(_directory, RefusedFolder);
        Directory.CreateDirectory(folder);
        // A player's name is data: it does not get into a path.
        var path = Path.Combine(folder, $"instance-{record.Entry.InstanceId}-upload-{record.Id}.json");
        await File.WriteAllBytesAsync(path, await ReadDocumentAsync(record, ct), ct);
        await CompleteAsync(record, ct);
        return path;
    }

    /// <summary>Reads the document of an upload back.</summary>
    public async Task<byte[]> ReadDocumentAsync(JournalRecord record, CancellationToken ct)
    {
        var document = new byte[record.DocumentLength];
        for (var read = 0; read < document.Length;)
        {
            var count = await RandomAccess.ReadAsync(_file.SafeFileHandle, document.AsMemory(read), record.DocumentOffset + read, ct);
            if (count == 0)
                throw new InvalidDataException($"The journal in {_directory} is shorter than it was.");
            read += count;
        }

        return document;
    }

    /// <summary>Writes what was appended, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _commands.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    private void ReadAll()
    {
        var end = 0L;
        while (JournalFormat.TryRead(_file, out var id, out var entry, out var documentStart, out var documentLength))
        {
            if (entry is null)
                _pending.Remove(id);
            else
                _pending[id] = new JournalRecord(id, entry, end + documentStart, documentLength);
            _lastId = Math.Max(_lastId, id);
            end = _file.Position;
        }

        // What follows was cut off by a crash: nobody was told that it was kept.
        _file.SetLength(end);
        _file.Position = end;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Command>();
        while (await _commands.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < 256 && _commands.Reader.TryRead(out var command))
                batch.Add(command);
            Write(batch);
        }
    }

    private void Write(List<Command> batch)
    {
        var appended = new List<(Command.Append Command, JournalRecord Record)>();
        try
        {
            foreach (var command in batch)
            {
                if (command is Command.Complete complete)
                    _file.Write(JournalFormat.Encode(complete.Id, null, [], out _));
                else if (command is Command.Append append)
                    appended.Add((append, WriteEntry(append)));
            }

            _file.Flush(flushToDisk: appended.Count > 0);
            foreach (var (command, record) in appended)
            {
                lock (_lock)
                    _pending[record.Id] = record;
                command.Done.TrySetResult(record);
            }

            CutWhenIdle();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk: whoever waits is told, and the game keeps its copy.
            foreach (var command in batch.OfType<Command.Append>())
                command.Done.TrySetException(exception);
        }
    }

    private JournalRecord WriteEntry(Command.Append append)
    {
        var id = ++_lastId;
        var start = _file.Position;
        var bytes = JournalFormat.Encode(id, append.Entry, append.Document.Span, out var documentStart);
        _file.Write(bytes);
        return new JournalRecord(id, append.Entry, start + documentStart, append.Document.Length);
    }

    private void CutWhenIdle()
    {
        lock (_lock)
        {
            if (_pending.Count > 0 || _file.Length < MaxIdleBytes)
                return;
            _file.SetLength(0);
            _file.Position = 0;
            _file.Flush(flushToDisk: true);
        }
    }

    private abstract record Command
    {
        public sealed record Append(JournalEntry Entry, ReadOnlyMemory<byte> Document, TaskCompletionSource<JournalRecord> Done) : Command;

        public sealed record Complete(long Id) : Command;
    }
}

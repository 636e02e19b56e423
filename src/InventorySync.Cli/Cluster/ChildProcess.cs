using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using InventorySync.Host.Factorio;

namespace InventorySync.Cli.Cluster;

/// <summary>
/// A process that a <see cref="LocalCluster"/> started: its output goes to a log file, and lines of it can be waited for.
/// Signals go to this process alone, by its id.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _following;
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly List<string> _lines = [];
    private long _linesDropped;
    private bool _ended;

    private ChildProcess(string name, Process process, string logFile)
    {
        Name = name;
        _process = process;
        LogFile = logFile;
        _following = FollowAsync();
    }

    /// <summary>What it is called in messages, for instance <c>controller</c>.</summary>
    public string Name { get; }

    /// <summary>Where its output goes.</summary>
    public string LogFile { get; }

    /// <summary>The operating system's id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts <paramref name="arguments"/>[0] with the rest as arguments and follows its output.</summary>
    public static ChildProcess Start(string name, IReadOnlyList<string> arguments, string logFile)
    {
        var start = new ProcessStartInfo(arguments[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments.Skip(1))
            start.ArgumentList.Add(argument);

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{arguments[0]} did not start.");
        return new ChildProcess(name, process, logFile);
    }

    /// <summary>How many lines it has written so far.</summary>
    public long LinesSoFar
    {
        get
        {
            lock (_gate)
                return _linesDropped + _lines.Count;
        }
    }

    /// <summary>Completes with the first line, past or future, that contains <paramref name="text"/>.</summary>
    /// <param name="after">Lines before this many do not count.</param>
    /// <exception cref="InvalidOperationException">The process ended without such a line; its last lines are in the message.</exception>
    public async Task<string> WaitForLineAsync(string text, CancellationToken ct, long after = 0)
    {
        var waiter = new Waiter(text);
        lock (_gate)
        {
            var past = _lines.Skip((int)Math.Max(0, after - _linesDropped)).FirstOrDefault(waiter.Matches);
            if (past is not null)
                return past;
            if (_ended)
                throw Ended(text);
            _waiters.Add(waiter);
        }

        return await waiter.Line.Task.WaitAsync(ct);
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Ends the process as a crash would: nothing it has in memory is written.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process.Kill();
        await _process.WaitForExitAsync(ct);
    }

    /// <summary>Asks the process to stop in order, and waits until it has; kills it after <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_process.HasExited)
            return;

        if (OperatingSystem.IsWindows())
            _process.CloseMainWindow();
        else
            ProcessSignal.Terminate(_process.Id);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Stops the process and closes its log.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(20));
        await _following;
        _process.Dispose();
    }

    private async Task FollowAsync()
    {
        var lines = Channel.CreateBounded<string>(1000);
        var reading = Task.WhenAll(ReadAsync(_process.StandardOutput, lines.Writer), ReadAsync(_process.StandardError, lines.Writer));
        var completing = reading.ContinueWith(done => lines.Writer.Complete(done.Exception), TaskScheduler.Default);

        await using (var log = new StreamWriter(LogFile, append: true) { AutoFlush = true })
        {
            await foreach (var line in lines.Reader.ReadAllAsync())
            {
                await log.WriteLineAsync(line);
                Publish(line);
            }
        }

        await completing;
        lock (_gate)
        {
            _ended = true;
            foreach (var waiter in _waiters)
                waiter.Line.TrySetException(Ended(waiter.Text));
            _waiters.Clear();
        }
    }

    private static async Task ReadAsync(StreamReader output, ChannelWriter<string> lines)
    {
        while (await output.ReadLineAsync() is { } line)
            await lines.WriteAsync(line);
    }

    private void Publish(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            if (_lines.Count > 10_000)
            {
                _lines.RemoveRange(0, 5_000);
                _linesDropped += 5_000;
            }
            foreach (var waiter in _waiters.Where(waiter => waiter.Matches(line)).ToList())
            {
                waiter.Line.TrySetResult(line);
                _waiters.Remove(waiter);
            }
        }
    }

    private InvalidOperationException Ended(string awaited) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The {Name} ended (see {LogFile}) while \"{awaited}\" was awaited. Its last lines:\n{string.Join('\n', _lines.TakeLast(10))}"));

    private sealed record Waiter(string Text)
    {
        public TaskCompletionSource<string> Line { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Matches(string line) => line.Contains(Text, StringComparison.Ordinal);
    }
}

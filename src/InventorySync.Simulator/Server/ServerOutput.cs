using System.Globalization;
using System.Text;

namespace InventorySync.Simulator.Server;

/// <summary>
/// Everything the server writes on its standard output, in the four shapes of factorio-server §4, and the copies in
/// factorio-current.log and the console log. Lines are whole and flushed, whichever thread writes them.
/// </summary>
public sealed class ServerOutput : IDisposable
{
    private readonly Lock _writing = new();
    private readonly Stream _standardOutput;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly MemoryStream _beforeLog = new();
    private FileStream? _log;
    private FileStream? _consoleLog;
    private string? _logPath;

    public ServerOutput(Stream standardOutput, TimeProvider time)
    {
        _standardOutput = standardOutput;
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>Whether lines of level Verbose are written.</summary>
    public bool Verbose { get; set; }

    /// <summary>Starts factorio-current.log in this directory; the last run's becomes factorio-previous.log. Lines written
    /// before are in it too.</summary>
    public void OpenLog(string directory)
    {
        lock (_writing)
        {
            _logPath = Path.Combine(directory, "factorio-current.log");
            if (File.Exists(_logPath))
                File.Move(_logPath, Path.Combine(directory, "factorio-previous.log"), overwrite: true);
            _log = Open(_logPath);
            _log.Write(_beforeLog.ToArray());
            _log.Flush();
        }
    }

    /// <summary>Opens the log file anew under its name, after somebody moved it away.</summary>
    public void ReopenLog()
    {
        lock (_writing)
        {
            if (_logPath is null)
                return;
            _log?.Dispose();
            _log = Open(_logPath);
        }
    }

    public void OpenConsoleLog(string path)
    {
        lock (_writing)
            _consoleLog = Open(path);
    }

    public void Info(string source, string message) => Log("Info", source, message);

    public void Error(string source, string message) => Log("Error", source, message);

    /// <summary>Only with --verbose.</summary>
    public void Detail(string source, string message)
    {
        if (Verbose)
            Log("Verbose", source, message);
    }

    /// <summary>Shape 1: <c>   0.000 Level Source: message</c>.</summary>
    public void Log(string level, string source, string message) => Stamped($"{level} {source}: {message}");

    /// <summary>Shape 2: seconds since the start in eight characters, and plain text.</summary>
    public void Stamped(string text)
    {
        var seconds = _time.GetElapsedTime(_started).TotalSeconds;
        Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds,8:0.000} {text}\n")), Copy.Log);
    }

    /// <summary>Shape 3: date and time, the action in brackets, and text.</summary>
    public void Console(string action, string text)
    {
        var now = _time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        Write(Encoding.UTF8.GetBytes(action.Length > 0 ? $"{now} [{action}] {text}\n" : $"{now} {text}\n"), Copy.ConsoleLog);
    }

    /// <summary>Shape 4: bare bytes and a line end.</summary>
    public void Bare(ReadOnlySpan<byte> text)
    {
        var line = new byte[text.Length + 1];
        text.CopyTo(line);
        line[^1] = (byte)'\n';
        Write(line, Copy.None);
    }

    public void Bare(string text) => Bare(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        _log?.Dispose();
        _consoleLog?.Dispose();
        _beforeLog.Dispose();
    }

    private void Write(byte[] line, Copy copy)
    {
        lock (_writing)
        {
            // A manager that closed its end of the pipe does not stop the server: the runtime drops such writes.
            _standardOutput.Write(line);
            _standardOutput.Flush();
            if (copy == Copy.Log)
            {
                Stream log = _log is null ? _beforeLog : _log;
                log.Write(line);
                log.Flush();
            }
            if (copy == Copy.ConsoleLog && _consoleLog is not null)
            {
                _consoleLog.Write(line);
                _consoleLog.Flush();
            }
        }
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private enum Copy
    {
        None,
        Log,
        ConsoleLog,
    }
}

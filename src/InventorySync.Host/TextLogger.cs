using Microsoft.Extensions.Logging;

namespace InventorySync.Host;

/// <summary>Writes log entries as lines to a text writer.</summary>
internal sealed class TextLogger(TextWriter output, LogLevel minimum, TimeProvider time) : ILoggerProvider, ILogger
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var level = logLevel switch { LogLevel.Critical or LogLevel.Error => "error", LogLevel.Warning => "warn ", LogLevel.Information => "info ", _ => "debug" };
        var line = $"{time.GetLocalNow():HH:mm:ss.fff} {level} {formatter(state, exception)}{(exception is null ? "" : Environment.NewLine + exception)}";
        lock (_lock)
            output.WriteLine(line);
    }

    public void Dispose() => output.Flush();
}

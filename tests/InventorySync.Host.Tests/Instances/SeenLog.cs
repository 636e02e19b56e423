using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Tests.Instances;

/// <summary>Everything the host logs, to be waited for.</summary>
internal sealed class SeenLog : ILoggerProvider, ILogger
{
    private readonly Channel<(EventId Id, string Text)> _entries = Channel.CreateUnbounded<(EventId, string)>();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Writer.TryWrite((eventId, formatter(state, exception)));

    /// <summary>Reads on until an entry with this id.</summary>
    public async Task<string> WaitForAsync(int id)
    {
        while (true)
        {
            var entry = await _entries.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (entry.Id.Id == id)
                return entry.Text;
        }
    }

    public void Dispose() => _entries.Writer.TryComplete();
}

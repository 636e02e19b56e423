using System.Threading.Channels;
using InventorySync.Simulator.Control;

namespace InventorySync.Simulator.Server;

/// <summary>
/// What other threads hand to the loop that owns the game: commands, which it reads at the start of ticks, and control
/// requests, which it answers between them. Whoever finds it full waits.
/// </summary>
internal sealed class LoopInbox : IDisposable
{
    private const int MostCommands = 1024;
    private const int MostRequests = 256;

    private readonly Channel<ServerCommand> _commands = Channel.CreateBounded<ServerCommand>(MostCommands);
    private readonly Channel<ControlRequest> _requests = Channel.CreateBounded<ControlRequest>(MostRequests);
    private readonly ManualResetEventSlim _something = new();
    private volatile string? _quitCause;

    public bool HasCommands => _commands.Reader.TryPeek(out _);

    /// <summary>Commands that wait for the start of a tick.</summary>
    public int UnreadCommands => _commands.Reader.Count;

    /// <summary>The signal that asks the server to quit, or null.</summary>
    public string? QuitCause => _quitCause;

    public async ValueTask PostAsync(ServerCommand command, CancellationToken ct)
    {
        await _commands.Writer.WriteAsync(command, ct);
        _something.Set();
    }

    public async ValueTask PostAsync(ControlRequest request, CancellationToken ct)
    {
        await _requests.Writer.WriteAsync(request, ct);
        _something.Set();
    }

    public void Quit(string cause)
    {
        _quitCause = cause;
        _something.Set();
    }

    public bool TryTakeCommand(out ServerCommand command) => _commands.Reader.TryRead(out command!);

    public bool TryTakeRequest(out ControlRequest request) => _requests.Reader.TryRead(out request!);

    /// <summary>To be called before looking for anything, so that what comes while looking ends the next wait.</summary>
    public void Forget() => _something.Reset();

    /// <summary>Returns when something has come since <see cref="Forget"/>, or the time is over.</summary>
    public void Wait(TimeSpan? longest)
    {
        if (longest is { } time)
            _something.Wait(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)));
        else
            _something.Wait();
    }

    public void Dispose() => _something.Dispose();
}

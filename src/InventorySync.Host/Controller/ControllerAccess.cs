using InventorySync.Protocol.Link;

namespace InventorySync.Host.Controller;

/// <summary>
/// The host's way to the controller: the session there is, if the instances are registered on it. Instances ask through it, each in its own name.
/// </summary>
/// <param name="isConnected">Whether the session's socket stands just now.</param>
public sealed class ControllerAccess(Func<bool> isConnected, TimeProvider time)
{
    private static readonly TimeSpan ConnectionCheck = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ILink? _session;

    /// <summary>The session in use; null when there is none.</summary>
    public ILink? Session
    {
        get
        {
            lock (_lock)
                return _session is { Ended.IsCancellationRequested: false } session ? session : null;
        }
    }

    /// <summary>A request made now would reach the controller at once.</summary>
    public bool IsReachable => Session is not null && isConnected();

    /// <summary>The controller is one of ours. False when it is not known.</summary>
    public bool IsExtended => Session?.PeerHasExtensions == true;

    /// <summary>Called when a session may be used: the controller knows the host's instances.</summary>
    public Action? Available { get; set; }

    /// <summary>Puts a session to use.</summary>
    public void Open(ILink session)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _session = session;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
        Available?.Invoke();
    }

    /// <summary>A session is over.</summary>
    public void Close(ILink session)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_session, session))
                _session = null;
        }
    }

    /// <summary>Waits until there is a session, connected or not.</summary>
    public async Task<ILink> WaitForSessionAsync(CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_session is { Ended.IsCancellationRequested: false } session)
                    return session;
                changed = _changed.Task;
            }

            await changed.WaitAsync(ct);
        }
    }

    /// <summary>Waits until a request would reach the controller at once.</summary>
    public async Task WaitUntilReachableAsync(CancellationToken ct)
    {
        await WaitForSessionAsync(ct);
        while (!IsReachable)
        {
            await Task.Delay(ConnectionCheck, time, ct);
            await WaitForSessionAsync(ct);
        }
    }

    /// <summary>Asks the controller in an instance's name.</summary>
    /// <exception cref="SessionLostException">There is no session, or it ended before the answer came.</exception>
    /// <exception cref="LinkRequestException">The controller answered with an error.</exception>
    public Task<ReadOnlyMemory<byte>> RequestAsync(int instanceId, string name, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        (Session ?? throw new SessionLostException("There is no connection to the controller."))
            .RequestAsync(LinkAddress.Instance(instanceId), LinkAddress.Controller, name, data, ct);
}

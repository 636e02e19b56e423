using System.Threading.Channels;
using InventorySync.Protocol.Link;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>A handler that writes down what it gets and answers as the test says; by default it sends the payload back.</summary>
public sealed class FakeHandler : ILinkHandler
{
    private readonly Channel<ILink> _started = Channel.CreateUnbounded<ILink>();
    private readonly Channel<ILink> _ended = Channel.CreateUnbounded<ILink>();
    private readonly Channel<LinkRequest> _requests = Channel.CreateUnbounded<LinkRequest>();
    private readonly Channel<LinkEvent> _events = Channel.CreateUnbounded<LinkEvent>();

    public Func<ILink, LinkRequest, CancellationToken, Task<ReadOnlyMemory<byte>>> OnRequest { get; set; } =
        (_, request, _) => Task.FromResult(request.Data);

    public Func<ILink, Task> OnStarted { get; set; } = _ => Task.CompletedTask;

    public Task SessionStartedAsync(ILink link, CancellationToken ct)
    {
        _started.Writer.TryWrite(link);
        return OnStarted(link);
    }

    public Task<ReadOnlyMemory<byte>> HandleRequestAsync(ILink link, LinkRequest request, CancellationToken ct)
    {
        _requests.Writer.TryWrite(request);
        return OnRequest(link, request, ct);
    }

    public Task HandleEventAsync(ILink link, LinkEvent message, CancellationToken ct)
    {
        _events.Writer.TryWrite(message);
        return Task.CompletedTask;
    }

    public Task SessionEndedAsync(ILink link)
    {
        _ended.Writer.TryWrite(link);
        return Task.CompletedTask;
    }

    public ValueTask<ILink> NextStartedAsync(CancellationToken ct) => _started.Reader.ReadAsync(ct);

    public ValueTask<ILink> NextEndedAsync(CancellationToken ct) => _ended.Reader.ReadAsync(ct);

    public ValueTask<LinkRequest> NextRequestAsync(CancellationToken ct) => _requests.Reader.ReadAsync(ct);

    public ValueTask<LinkEvent> NextEventAsync(CancellationToken ct) => _events.Reader.ReadAsync(ct);

    public int RequestsWaiting => _requests.Reader.Count;

    public int StartedWaiting => _started.Reader.Count;
}

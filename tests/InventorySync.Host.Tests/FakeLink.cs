using System.Threading.Channels;
using InventorySync.Protocol.Link;

namespace InventorySync.Host.Tests;

/// <summary>A session with a controller that the test plays.</summary>
internal sealed class FakeLink(bool extended = true) : ILink, IDisposable
{
    private readonly Channel<SentRequest> _requests = Channel.CreateUnbounded<SentRequest>();
    private readonly Channel<(string Name, ReadOnlyMemory<byte> Data)> _events = Channel.CreateUnbounded<(string, ReadOnlyMemory<byte>)>();
    private readonly CancellationTokenSource _ended = new();

    public LinkAddress Self { get; } = LinkAddress.Host(1);

    public LinkAddress Peer => LinkAddress.Controller;

    public bool PeerHasExtensions => extended;

    public CancellationToken Ended => _ended.Token;

    public async Task<ReadOnlyMemory<byte>> RequestAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        if (_ended.IsCancellationRequested)
            throw new SessionLostException("The session has ended.");
        var request = new SentRequest(source, name, data);
        using var registration = _ended.Token.Register(() => request.Answer.TrySetException(new SessionLostException("The session has ended.")));
        await _requests.Writer.WriteAsync(request, ct);
        return await request.Answer.Task.WaitAsync(ct);
    }

    public async ValueTask SendEventAsync(LinkAddress source, LinkAddress destination, string name, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        await _events.Writer.WriteAsync((name, data), ct);

    public async Task<SentRequest> NextAsync() => await _requests.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<(string Name, ReadOnlyMemory<byte> Data)> NextEventAsync() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Takes the next request, which must have this name, and gives its data.</summary>
    public async Task<SentRequest> ExpectAsync(string name)
    {
        var request = await NextAsync();
        Assert.Equal(name, request.Name);
        return request;
    }

    public bool IsQuiet => _requests.Reader.Count == 0;

    public void End() => _ended.Cancel();

    public void Dispose() => _ended.Dispose();

    internal sealed record SentRequest(LinkAddress Source, string Name, ReadOnlyMemory<byte> Data)
    {
        public TaskCompletionSource<ReadOnlyMemory<byte>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Reply(byte[] data) => Answer.TrySetResult(data);
    }
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Cli.Cluster;

/// <summary>
/// An instance without a game, on a host of its own: it puts player documents into a controller and takes them out again by
/// the rules that hold for every instance.
/// </summary>
public sealed class GamelessInstance : ILinkHandler, IAsyncDisposable
{
    private const int InstanceId = 900_001;

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _available = new(StringComparer.Ordinal);
    private readonly LinkClient _link;
    private readonly Task _running;

    private GamelessInstance(Uri controllerUrl, int hostId, string token)
    {
        _link = new LinkClient(
            new LinkClientOptions { ControllerUrl = controllerUrl, HostId = hostId, Token = token, MaxReconnectDelay = TimeSpan.FromSeconds(1) },
            this, TimeProvider.System, NullLogger<LinkClient>.Instance);
        _running = _link.RunAsync(_stopping.Token);
    }

    /// <summary>Connects as host <paramref name="hostId"/> and registers the instance.</summary>
    /// <exception cref="LinkRefusedException">The controller does not want this host.</exception>
    public static async Task<GamelessInstance> ConnectAsync(Uri controllerUrl, int hostId, string token, CancellationToken ct)
    {
        var instance = new GamelessInstance(controllerUrl, hostId, token);
        await (await Task.WhenAny(instance._registered.Task, instance._running)).WaitAsync(ct);
        return instance;
    }

    /// <summary>Makes <paramref name="document"/> what its player owns, as the next generation.</summary>
    /// <returns>The generation it got.</returns>
    /// <exception cref="InvalidOperationException">Another instance holds the player, or the upload was not stored.</exception>
    public async Task<long> StoreAsync(JsonObject document, CancellationToken ct)
    {
        var player = document["name"]!.GetValue<string>();
        var acquired = await AcquireAsync(player, ct);
        var next = document.DeepClone().AsObject();
        var generation = Math.Max((acquired.Generation ?? 0) + 1, document["generation"]!.GetValue<long>());
        next["generation"] = generation;
        next.Remove("revision");
        await UploadAsync(player, acquired, Encoding.UTF8.GetBytes(next.ToJsonString()), ct);
        return generation;
    }

    /// <summary>Hands in <paramref name="document"/> as it is, whatever it says about itself.</summary>
    /// <exception cref="LinkRequestException">The controller refuses it, and keeps what it has.</exception>
    /// <exception cref="InvalidOperationException">Another instance holds the player, or the upload was not stored.</exception>
    public async Task UploadAsync(string player, ReadOnlyMemory<byte> document, CancellationToken ct) =>
        await UploadAsync(player, await AcquireAsync(player, ct), document, ct);

    /// <summary>Waits until no other instance holds the player.</summary>
    public async Task UntilFreeAsync(string player, CancellationToken ct)
    {
        while (true)
        {
            // Before asking: the news may come before the answer.
            var available = _available.GetOrAdd(player, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var request = new AcquireRequest { InstanceId = InstanceId, PlayerName = player, Wait = true };
            var answer = AcquireResponse.Parse(await RequestAsync(AcquireRequest.Name, request.ToJson(), ct));
            if (answer.Status == AcquireResponse.Acquired)
            {
                await ReleaseAsync(player, answer.Token, ct);
                return;
            }

            await available.Task.WaitAsync(ct);
        }
    }

    /// <summary>What a player owns according to the controller; null when it has nothing.</summary>
    /// <exception cref="InvalidOperationException">Another instance holds the player.</exception>
    public async Task<JsonObject?> FetchAsync(string player, CancellationToken ct)
    {
        var acquired = await AcquireAsync(player, ct);
        var answer = await RequestAsync(DownloadRequest.Name, new DownloadRequest { InstanceId = InstanceId, PlayerName = player, Token = acquired.Token }.ToJson(), ct);
        await ReleaseAsync(player, acquired.Token, ct);
        var document = DownloadResponse.Parse(answer).PlayerData;
        return document.IsEmpty ? null : JsonNode.Parse(document.Span)!.AsObject();
    }

    /// <inheritdoc/>
    public async Task SessionStartedAsync(ILink link, CancellationToken ct)
    {
        var config = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["instance.id"] = InstanceId, ["instance.name"] = "gameless" });
        var update = new InstancesUpdateRequest([new ReportedInstance(config, InstanceId, "gameless", InstanceStatus.Running)]);
        await link.RequestAsync(link.Self, LinkAddress.Controller, InstancesUpdateRequest.Name, update.ToJson(), ct);
        _registered.TrySetResult();
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> HandleRequestAsync(ILink link, LinkRequest request, CancellationToken ct) =>
        Task.FromResult(ReadOnlyMemory<byte>.Empty);

    /// <inheritdoc/>
    public Task HandleEventAsync(ILink link, LinkEvent message, CancellationToken ct)
    {
        if (message.Name == PlayerAvailableEvent.Name && _available.TryRemove(PlayerAvailableEvent.Parse(message.Data).PlayerName, out var available))
            available.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SessionEndedAsync(ILink link) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task<AcquireResponse> AcquireAsync(string player, CancellationToken ct)
    {
        var request = new AcquireRequest { InstanceId = InstanceId, PlayerName = player };
        var answer = AcquireResponse.Parse(await RequestAsync(AcquireRequest.Name, request.ToJson(), ct));
        return answer.Status == AcquireResponse.Acquired
            ? answer
            : throw new InvalidOperationException($"{player} is held by {answer.Message}.");
    }

    private async Task UploadAsync(string player, AcquireResponse acquired, ReadOnlyMemory<byte> document, CancellationToken ct)
    {
        var upload = new UploadRequest { InstanceId = InstanceId, PlayerName = player, PlayerData = document, Token = acquired.Token, Base = acquired.Revision };
        var answer = UploadResponse.Parse(await RequestAsync(UploadRequest.Name, upload.ToJson(), ct));
        if (answer.Status != UploadResponse.Stored)
            throw new InvalidOperationException($"The document of {player} was {answer.Status}, not stored.");
    }

    private Task<ReadOnlyMemory<byte>> ReleaseAsync(string player, long? token, CancellationToken ct) =>
        RequestAsync(ReleaseRequest.Name, new ReleaseRequest { InstanceId = InstanceId, PlayerName = player, Token = token }.ToJson(), ct);

    private Task<ReadOnlyMemory<byte>> RequestAsync(string name, byte[] data, CancellationToken ct) =>
        _link.RequestAsync(LinkAddress.Instance(InstanceId), LinkAddress.Controller, name, data, ct);
}

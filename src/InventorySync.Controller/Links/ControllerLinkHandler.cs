using System.Collections.Frozen;
using InventorySync.Controller.Instances;
using InventorySync.Controller.Players;
using InventorySync.Core.Instances;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using InventorySync.Store;
using Microsoft.Extensions.Logging;

namespace InventorySync.Controller.Links;

/// <summary>What the controller does with each message: the table of what it understands (link-protocol §13).</summary>
internal sealed partial class ControllerLinkHandler : ILinkHandler
{
    private static readonly ReadOnlyMemory<byte> EmptyArray = "[]"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> False = "false"u8.ToArray();

    private readonly PlayerStore _store;
    private readonly InstanceDirectory _directory;
    private readonly InstanceReports _reports;
    private readonly ILogger _logger;
    private readonly FrozenDictionary<string, Func<ILink, LinkRequest, CancellationToken, Task<ReadOnlyMemory<byte>>>> _requests;
    private readonly FrozenDictionary<string, Func<ILink, LinkEvent, CancellationToken, Task>> _events;

    public ControllerLinkHandler(
        PlayerStore store,
        InstanceDirectory directory,
        InstanceReports reports,
        PlayerRequests players,
        ILogger<ControllerLinkHandler> logger)
    {
        _store = store;
        _directory = directory;
        _reports = reports;
        _logger = logger;
        _requests = new Dictionary<string, Func<ILink, LinkRequest, CancellationToken, Task<ReadOnlyMemory<byte>>>>(StringComparer.Ordinal)
        {
            [AcquireRequest.Name] = (link, request, _) => players.AcquireAsync(link, request),
            [ReleaseRequest.Name] = (link, request, _) => players.ReleaseAsync(link, request),
            [UploadRequest.Name] = (link, request, _) => players.UploadAsync(link, request),
            [DownloadRequest.Name] = (link, request, _) => players.DownloadAsync(link, request),
            [DatabaseStatsRequest.Name] = (_, _, ct) => players.ReadStatisticsAsync(ct),

            [InstancesUpdateRequest.Name] = reports.UpdateAsync,

            [FieldlessMessages.PingRequest] = Answer(default),
            [FieldlessMessages.GetFactorioCredentialsRequest] = Answer(EmptyObject),
            [FieldlessMessages.ModPackGetDefaultRequest] = GetModPackAsync,
            ["ModPackGetRequest"] = GetModPackAsync,
            ["ModDownloadRequest"] = Refuse("This controller has no mods to download"),
            // Empty: nothing is downloaded, the host uses what it has.
            ["FactorioVersionsRequest"] = Answer(EmptyArray),
            ["LatestReleasesRequest"] = Answer(EmptyObject),
            // Whether an event with what is there already was sent: never.
            ["SubscriptionRequest"] = Answer(False),

            [StopWaitingRequest.Name] = Extension((_, request, _) => players.StopWaitingAsync(request)),
            [InstanceDiedRequest.Name] = Extension((link, request, _) => reports.DiedAsync(link, request)),
        }.ToFrozenDictionary(StringComparer.Ordinal);
        _events = new Dictionary<string, Func<ILink, LinkEvent, CancellationToken, Task>>(StringComparer.Ordinal)
        {
            [HostInfoUpdateEvent.Name] = NameHostAsync,
            [InstanceStatusChangedEvent.Name] = (link, message, _) => reports.ChangeStatusAsync(link, message),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public Task SessionStartedAsync(ILink link, CancellationToken ct)
    {
        LogConnected(link.Peer.Id, link.PeerHasExtensions);
        return Task.CompletedTask;
    }

    public Task<ReadOnlyMemory<byte>> HandleRequestAsync(ILink link, LinkRequest request, CancellationToken ct) =>
        _requests.TryGetValue(request.Name, out var handle)
            ? handle(link, request, ct)
            : throw LinkRequestException.Invalid($"Unrecognized request {Shorten(request.Name)}");

    /// <summary>Logs, saves, players and lists are of no use here: taken, and forgotten. Broadcasts are passed on by the link.</summary>
    public Task HandleEventAsync(ILink link, LinkEvent message, CancellationToken ct) =>
        _events.TryGetValue(message.Name, out var handle) ? handle(link, message, ct) : Task.CompletedTask;

    public async Task SessionEndedAsync(ILink link)
    {
        LogLost(link.Peer.Id);
        await _reports.HostLostAsync(new HostId(link.Peer.Id));
    }

    private static Func<ILink, LinkRequest, CancellationToken, Task<ReadOnlyMemory<byte>>> Answer(ReadOnlyMemory<byte> data) =>
        (_, _, _) => Task.FromResult(data);

    private static Func<ILink, LinkRequest, CancellationToken, Task<ReadOnlyMemory<byte>>> Refuse(string reason) =>
        (_, _, _) => throw new LinkRequestException(reason, LinkErrorCodes.RequestError);

    /// <summary>To a peer of the plain protocol there is no such request.</summary>
    private static Func<ILink, LinkRequest, CancellationToken, Task<ReadOnlyMemory<byte>>> Extension(
        Func<ILink, LinkRequest, CancellationToken, Task<ReadOnlyMemory<byte>>> handle) => (link, request, ct) =>
            link.PeerHasExtensions
                ? handle(link, request, ct)
                : throw LinkRequestException.Invalid($"Unrecognized request {request.Name}");

    private static string Shorten(string name) => name.Length <= 100 ? name : name[..100] + "…";

    private Task<ReadOnlyMemory<byte>> GetModPackAsync(ILink link, LinkRequest request, CancellationToken ct)
    {
        var instance = request.Source.Kind == AddressKind.Instance ? _directory.Find(new InstanceId(request.Source.Id)) : null;
        return Task.FromResult(ModPack.BuiltIn(instance?.FactorioVersion));
    }

    private Task NameHostAsync(ILink link, LinkEvent message, CancellationToken ct)
    {
        var name = HostInfoUpdateEvent.Parse(message.Data).HostName;
        return _store.SaveHostNameAsync(new HostId(link.Peer.Id), Shorten(name), CancellationToken.None);
    }

    [LoggerMessage(3001, LogLevel.Information, "Host {Host} is connected (extensions: {Extensions})")]
    private partial void LogConnected(int host, bool extensions);

    [LoggerMessage(3002, LogLevel.Information, "Host {Host} is gone")]
    private partial void LogLost(int host);
}

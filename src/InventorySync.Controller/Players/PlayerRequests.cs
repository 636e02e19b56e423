using InventorySync.Controller.Instances;
using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using InventorySync.Store;
using Microsoft.Extensions.Logging;

namespace InventorySync.Controller.Players;

/// <summary>
/// Answers what instances ask about players: a visible line from the message to the rule, and from its answer to the
/// message (link-protocol §11, link-extensions).
/// </summary>
/// <remarks>
/// Each method queues its change before it first yields, so that requests are decided in the order in which they
/// arrived. A change is not withdrawn when the session ends: the answer may be lost, the document not.
/// </remarks>
internal sealed partial class PlayerRequests(
    PlayerStore store,
    InstanceDirectory directory,
    WaitingLine waiting,
    ControllerOptions options,
    TimeProvider time,
    ILogger<PlayerRequests> logger)
{
    public async Task<ReadOnlyMemory<byte>> AcquireAsync(ILink link, LinkRequest request)
    {
        var acquire = AcquireRequest.Parse(request.Data);
        if (!link.PeerHasExtensions)
            acquire = acquire.WithoutExtensions();
        var caller = CallerOf(request, acquire.InstanceId);
        var player = ParseName(acquire.PlayerName);
        var have = acquire.Have is { } held
            ? new Have(held.Generation, Revision.IsValid(held.Revision) ? new Revision(held.Revision) : null)
            : null;
        var expires = directory.ExpiryOfGrant(caller);

        waiting.Asks(player, caller);
        if (acquire.Wait == true)
            waiting.Join(player, caller, link);

        var answer = await store.ChangeAsync(
            player, state => state.Acquire(caller, have, expires, time.GetUtcNow()), CancellationToken.None);

        var response = answer switch
        {
            AcquireAnswer.Acquired acquired => await GrantAsync(player, caller, acquired),
            AcquireAnswer.Busy busy => Refuse(player, busy),
            _ => throw new InvalidOperationException($"There is no message for {answer}."),
        };
        if (!link.PeerHasExtensions)
            response = response.WithoutExtensions();
        return (response with { RequestToken = acquire.RequestToken }).ToJson();
    }

    public async Task<ReadOnlyMemory<byte>> ReleaseAsync(ILink link, LinkRequest request)
    {
        var release = ReleaseRequest.Parse(request.Data);
        if (!link.PeerHasExtensions)
            release = release.WithoutExtensions();
        var caller = CallerOf(request, release.InstanceId);
        var player = ParseName(release.PlayerName);

        var isReleased = await store.ChangeAsync(
            player, state => state.Release(caller, ToToken(release.Token)), CancellationToken.None);

        if (isReleased)
            waiting.PlayerAvailable(player);
        return default;
    }

    public async Task<ReadOnlyMemory<byte>> UploadAsync(ILink link, LinkRequest request)
    {
        var message = UploadRequest.Parse(request.Data);
        if (!link.PeerHasExtensions)
            message = message.WithoutExtensions();
        var caller = CallerOf(request, message.InstanceId);
        var player = ParseName(message.PlayerName);
        var upload = new UploadedDocument
        {
            Document = Check(message.PlayerData, player),
            Instance = caller,
            Base = ParseBase(message.Base),
            Token = ToToken(message.Token),
        };

        var (answer, isFree) = await store.ChangeAsync(
            player,
            upload.Document,
            (state, seenAs) =>
            {
                var decision = state.Upload(upload, seenAs, time.GetUtcNow());
                return new Decision<(UploadAnswer, bool)>(
                    decision.Next, (decision.Answer, decision.Next.Acquisition is null), decision.Conflict);
            },
            CancellationToken.None);

        if (isFree)
            waiting.PlayerAvailable(player);
        var (status, stored) = answer switch
        {
            UploadAnswer.Stored { Document: var document } => (UploadResponse.Stored, document),
            UploadAnswer.Duplicate { Document: var document } => (UploadResponse.Duplicate, document),
            UploadAnswer.Superseded { Document: var document } => (UploadResponse.Superseded, document),
            _ => throw new InvalidOperationException($"There is no message for {answer}."),
        };
        if (status == UploadResponse.Superseded)
            LogSuperseded(player.Spelling, directory.NameOf(caller), upload.Document.Generation.Value, stored?.Generation.Value ?? 0);

        // A plain peer expects the empty success; nothing is lost, since what is superseded is kept.
        return link.PeerHasExtensions
            ? new UploadResponse { Status = status, Generation = stored?.Generation.Value ?? 0, Revision = stored?.Revision.Value }.ToJson()
            : UploadResponse.Plain.ToJson();
    }

    public async Task<ReadOnlyMemory<byte>> DownloadAsync(ILink link, LinkRequest request)
    {
        var download = DownloadRequest.Parse(request.Data);
        if (!link.PeerHasExtensions)
            download = download.WithoutExtensions();
        var caller = CallerOf(request, download.InstanceId);
        var player = ParseName(download.PlayerName);

        // Changes nothing, but has its place behind the acquire that may have been sent just before.
        var answer = await store.ChangeAsync(
            player,
            state => new Decision<DownloadAnswer>(state, state.Download(caller, ToToken(download.Token), time.GetUtcNow())),
            CancellationToken.None);

        if (answer is not DownloadAnswer.Allowed allowed)
        {
            LogDownloadRefused(directory.NameOf(caller), player.Spelling);
            throw new LinkRequestException(
                $"'{directory.NameOf(caller)}' does not hold {player}; it has to acquire the player first", LinkErrorCodes.RequestError);
        }

        var response = new DownloadResponse
        {
            PlayerData = allowed.Document is { } document ? await ReadAsync(player, document) : default,
            Revision = allowed.Document?.Revision.Value,
            Token = allowed.Token.Value,
        };
        return (link.PeerHasExtensions ? response : response.WithoutExtensions()).ToJson();
    }

    public Task<ReadOnlyMemory<byte>> StopWaitingAsync(LinkRequest request)
    {
        var stop = StopWaitingRequest.Parse(request.Data);
        waiting.Leave(ParseName(stop.PlayerName), CallerOf(request, request.Source.Id));
        return Task.FromResult(ReadOnlyMemory<byte>.Empty);
    }

    public async Task<ReadOnlyMemory<byte>> ReadStatisticsAsync(CancellationToken ct)
    {
        var statistics = await store.ReadStatisticsAsync(ct);
        return new DatabaseStatsResponse(statistics.Size, statistics.Players, statistics.LargestName, statistics.LargestSize).ToJson();
    }

    private async Task<AcquireResponse> GrantAsync(PlayerName player, InstanceId caller, AcquireAnswer.Acquired acquired)
    {
        waiting.Leave(player, caller);
        try
        {
            return new AcquireResponse
            {
                Status = AcquireResponse.Acquired,
                Generation = acquired.Document?.Generation.Value ?? 0,
                HasData = acquired.Document is not null,
                Token = acquired.Token.Value,
                Revision = acquired.Document?.Revision.Value,
                PlayerData = acquired.DocumentDiffers ? await ReadAsync(player, acquired.Document!) : default,
            };
        }
        catch
        {
            // The caller gets an error, so it must not hold the player without knowing.
            if (await store.ChangeAsync(player, state => state.Release(caller, acquired.Token), CancellationToken.None))
                waiting.PlayerAvailable(player);
            throw;
        }
    }

    private AcquireResponse Refuse(PlayerName player, AcquireAnswer.Busy busy)
    {
        if (busy.Expires is { } expires)
            waiting.ExpectAvailable(player, expires);
        return new AcquireResponse
        {
            Status = AcquireResponse.Busy,
            Message = directory.NameOf(busy.Holder),
            Reason = busy.Expires is null ? "playing" : "lost",
            Until = busy.Expires,
        };
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(PlayerName player, StoredDocument document) =>
        await store.ReadDocumentAsync(player, document, CancellationToken.None)
        ?? throw new InvalidOperationException($"The document {document.Revision} is not in the store.");

    private PlayerDocument Check(ReadOnlyMemory<byte> playerData, PlayerName player)
    {
        try
        {
            return PlayerDocument.Check(playerData, player, options.MaxDocumentBytes);
        }
        catch (InvalidDocumentException problem)
        {
            throw LinkRequestException.Invalid($"{UploadRequest.Name}: {problem.Message}");
        }
    }

    /// <summary>A host may speak for its own instances only, and each of them for itself.</summary>
    private static InstanceId CallerOf(LinkRequest request, int instanceId)
    {
        if (request.Source.Kind != AddressKind.Instance)
            throw LinkRequestException.Invalid($"{request.Name} is for instances to send");
        if (request.Source.Id != instanceId)
        {
            throw LinkRequestException.Invalid(
                $"{request.Name}: instanceId {instanceId} is not the instance that sends it ({request.Source.Id})");
        }

        return new InstanceId(instanceId);
    }

    private static PlayerName ParseName(string playerName) =>
        PlayerName.TryParse(playerName, out var name, out var complaint)
            ? name
            : throw LinkRequestException.Invalid($"playerName: {complaint}");

    private static DocumentBase ParseBase(string? basedOn) => basedOn switch
    {
        null => new DocumentBase.Unsaid(),
        "" => new DocumentBase.Named(null),
        _ when Revision.IsValid(basedOn) => new DocumentBase.Named(new Revision(basedOn)),
        _ => throw LinkRequestException.Invalid($"{UploadRequest.Name}: member base is no revision"),
    };

    private static Token? ToToken(long? token) => token is { } value ? new Token(value) : null;

    [LoggerMessage(3050, LogLevel.Warning, "The upload of {Player} from '{Instance}' (generation {Generation}) does not follow the stored one (generation {Stored}); it is kept as a conflict")]
    private partial void LogSuperseded(string player, string instance, long generation, long stored);

    [LoggerMessage(3051, LogLevel.Warning, "'{Instance}' asked for the document of {Player} without holding the player")]
    private partial void LogDownloadRefused(string instance, string player);
}

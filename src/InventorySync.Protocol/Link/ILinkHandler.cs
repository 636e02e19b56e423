namespace InventorySync.Protocol.Link;

/// <summary>What an end of the link does with what arrives.</summary>
/// <remarks>
/// Handlers are started strictly in the order of arrival, each running to its first await before the next is started, and not awaited.
/// At most <see cref="LinkLimits.MaxRunningHandlers"/> are running at a time; then reading stops until one has finished.
/// Their token is cancelled when the session ends.
/// </remarks>
public interface ILinkHandler
{
    /// <summary>A new session, after <c>ready</c>; not after a resume. Runs beside incoming messages.</summary>
    Task SessionStartedAsync(ILink link, CancellationToken ct);

    /// <summary>Answers a request: UTF-8 JSON of the result, empty for none.</summary>
    /// <exception cref="LinkRequestException">To answer with an error. Any other exception is logged and answered by a general message.</exception>
    Task<ReadOnlyMemory<byte>> HandleRequestAsync(ILink link, LinkRequest request, CancellationToken ct);

    /// <summary>Takes an event. An exception is logged.</summary>
    Task HandleEventAsync(ILink link, LinkEvent message, CancellationToken ct);

    /// <summary>The session is over. At the controller it completes before the same host gets its next session.</summary>
    Task SessionEndedAsync(ILink link);
}

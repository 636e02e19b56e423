namespace InventorySync.Protocol.Link;

/// <summary>A request failed with an error answer. Thrown to a requester, and by handlers to answer so.</summary>
/// <param name="message">For people: names the thing and the mend, holds no stack trace and no path.</param>
/// <param name="code">One of <see cref="LinkErrorCodes"/>, or whatever a peer sent; null when absent.</param>
public sealed class LinkRequestException(string message, string? code = null) : Exception(message)
{
    public string? Code { get; } = code;

    /// <summary>A payload that breaks its format, by its message's name and the member at fault.</summary>
    public static LinkRequestException Invalid(string message) => new(message, LinkErrorCodes.InvalidMessage);
}

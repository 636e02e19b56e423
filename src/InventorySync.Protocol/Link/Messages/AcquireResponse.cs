using System.Globalization;

namespace InventorySync.Protocol.Link.Messages;

/// <summary>The controller's answer to an acquire (link-protocol §11, link-extensions).</summary>
public sealed record AcquireResponse
{
    public const string Acquired = "acquired";
    public const string Busy = "busy";
    public const string Error = "error";

    /// <summary>One of <see cref="Acquired"/>, <see cref="Busy"/>, <see cref="Error"/>.</summary>
    public required string Status { get; init; }

    /// <summary>With <see cref="Acquired"/>: the stored generation, 0 for none.</summary>
    public long? Generation { get; init; }

    /// <summary>With <see cref="Acquired"/>: whether a document is stored.</summary>
    public bool? HasData { get; init; }

    /// <summary>With <see cref="Busy"/>: the holder's display name.</summary>
    public string? Message { get; init; }

    /// <summary>Extension: what the request named itself.</summary>
    public string? RequestToken { get; init; }

    /// <summary>Extension: the acquisition's token.</summary>
    public long? Token { get; init; }

    /// <summary>Extension: of the stored document.</summary>
    public string? Revision { get; init; }

    /// <summary>Extension: the stored document as UTF-8 JSON, never parsed here; empty when absent.</summary>
    public ReadOnlyMemory<byte> PlayerData { get; init; }

    /// <summary>Extension, with <see cref="Busy"/>: <c>playing</c>, <c>uploading</c> or <c>lost</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Extension, with <see cref="Busy"/>: when the holder's acquisition expires.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static AcquireResponse Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("AcquireResponse", data);
        var status = members.RequiredString("status");
        if (status is not (Acquired or Busy or Error))
            throw members.Wrong("status", "acquired, busy or error");
        DateTimeOffset? until = null;
        if (members.String("until") is { } text)
        {
            until = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? instant : throw members.Wrong("until", "an ISO 8601 instant");
        }

        return new AcquireResponse
        {
            Status = status,
            Generation = members.Int64("generation"),
            HasData = members.Boolean("hasData"),
            Message = members.String("message"),
            RequestToken = members.String("requestToken"),
            Token = members.Int64("token"),
            Revision = members.String("revision"),
            PlayerData = members.Object("playerData") ?? default,
            Reason = members.String("reason"),
            Until = until,
        };
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteString("status", Status);
        writer.Optional("generation", Generation);
        writer.Optional("hasData", HasData);
        writer.Optional("message", Message);
        writer.Optional("requestToken", RequestToken);
        writer.Optional("token", Token);
        writer.Optional("revision", Revision);
        writer.Optional("reason", Reason);
        writer.Optional("until", Until?.ToString("O", CultureInfo.InvariantCulture));
        writer.Raw("playerData", PlayerData);
    });

    /// <summary>As a peer of the plain protocol gets it.</summary>
    public AcquireResponse WithoutExtensions() => new() { Status = Status, Generation = Generation, HasData = HasData, Message = Message };
}

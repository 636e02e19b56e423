using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using InventorySync.Core.Instances;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace InventorySync.Controller.Hosts;

/// <summary>Makes and checks hosts' tokens: JWTs with <c>aud</c> "host", <c>host</c> and <c>iat</c> (link-protocol §5.1).</summary>
public sealed class HostTokens
{
    private const string Audience = "host";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey _key;
    private readonly TimeProvider _time;

    private HostTokens(byte[] secret, TimeProvider time)
    {
        _key = new SymmetricSecurityKey(secret);
        _time = time;
    }

    /// <summary>With the secret of a data directory, which is made when it is missing.</summary>
    /// <exception cref="ControllerStartException">The secret cannot be read or made.</exception>
    public static async Task<HostTokens> OpenAsync(string dataDirectory, TimeProvider time, CancellationToken ct) =>
        new(await HostTokenSecret.ReadOrCreateAsync(dataDirectory, ct), time);

    /// <param name="validAfter">
    /// Seconds since 1970: the earliest time of issue that is accepted. A token made in the very second in which others
    /// were revoked is dated a second ahead, so that it is valid and they are not.
    /// </param>
    public string Create(HostId host, long validAfter)
    {
        var issuedAt = Math.Max(_time.GetUtcNow().ToUnixTimeSeconds(), validAfter);
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"aud":"{{Audience}}","host":{{host.Value}},"iat":{{issuedAt}}}""");
        return _handler.CreateToken(payload, new SigningCredentials(_key, SecurityAlgorithms.HmacSha256));
    }

    /// <summary>Checks everything but whether the token was revoked.</summary>
    public async Task<HostTokenCheck> CheckAsync(string token, HostId host)
    {
        var result = await _handler.ValidateTokenAsync(token, Parameters());
        if (!result.IsValid)
            return HostTokenCheck.Refused(Explain(result.Exception));

        // The library converts what it finds; here a number has to be one.
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(((JsonWebToken)result.SecurityToken).EncodedPayload));
        if (Integer(payload, "host") is not { } named)
            return HostTokenCheck.Refused("the token names no host");
        if (named != host.Value)
            return HostTokenCheck.Refused($"the token is for host {named}, not for host {host}");
        if (Integer(payload, "iat") is not { } issuedAt)
            return HostTokenCheck.Refused("the token has no time of issue");

        return HostTokenCheck.Accepted(issuedAt);
    }

    private TokenValidationParameters Parameters() => new()
    {
        ValidAudience = Audience,
        ValidateIssuer = false,
        RequireExpirationTime = false,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512],
        LifetimeValidator = (_, expires, _, _) => expires is null || expires > _time.GetUtcNow().UtcDateTime,
    };

    /// <summary>In our words: the library's tell more than a stranger should know.</summary>
    private static string Explain(Exception problem) => problem switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => "the token has expired",
        SecurityTokenInvalidAudienceException => "the token is not a host's token",
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidAlgorithmException =>
            "the token was not signed by this controller",
        _ => "the token is malformed",
    };

    private static long? Integer(JsonDocument payload, string claim) =>
        payload.RootElement.TryGetProperty(claim, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var integer)
            ? integer
            : null;
}

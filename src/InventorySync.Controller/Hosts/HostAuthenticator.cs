using System.Collections.Concurrent;
using InventorySync.Core.Instances;
using InventorySync.Protocol.Link;
using InventorySync.Store;

namespace InventorySync.Controller.Hosts;

/// <summary>Lets hosts in whose token is this controller's and was not revoked.</summary>
internal sealed class HostAuthenticator(HostTokens tokens, PlayerStore store) : IHostAuthenticator
{
    private readonly ConcurrentDictionary<HostId, long> _issuedAt = [];

    public async ValueTask<string?> RefuseAsync(string token, int hostId, CancellationToken ct)
    {
        if (hostId <= 0)
            return "the host id must be a positive integer";

        var host = new HostId(hostId);
        var check = await tokens.CheckAsync(token, host);
        if (check.Refusal is not null)
            return check.Refusal;
        if (check.IssuedAt < await store.ReadTokenValidAfterAsync(host, ct))
            return "the token was revoked";

        _issuedAt[host] = check.IssuedAt;
        return null;
    }

    /// <summary>Whether the token with which a host was let in last is older than the ones that are accepted now.</summary>
    public bool IsRevoked(HostId host, long validAfter) => _issuedAt.TryGetValue(host, out var issuedAt) && issuedAt < validAfter;
}

namespace InventorySync.Protocol.Link;

/// <summary>Decides who may register as a host (link-protocol §5.1).</summary>
public interface IHostAuthenticator
{
    /// <summary>Checks a host's token. Null is welcome; else the reason, which the host gets to read.</summary>
    ValueTask<string?> RefuseAsync(string token, int hostId, CancellationToken ct);
}

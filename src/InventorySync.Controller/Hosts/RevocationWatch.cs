using InventorySync.Protocol.Link;
using InventorySync.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InventorySync.Controller.Hosts;

/// <summary>
/// Closes the connections of hosts whose token was revoked. The command that revokes writes to the database only, so
/// that it works whether a controller runs or not; this looks there every few seconds.
/// </summary>
internal sealed partial class RevocationWatch(
    PlayerStore store,
    LinkServer links,
    HostAuthenticator authenticator,
    ControllerOptions options,
    TimeProvider time,
    ILogger<RevocationWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RevocationInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CloseRevokedAsync(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(problem);
            }
        }
    }

    private async Task CloseRevokedAsync(CancellationToken ct)
    {
        foreach (var host in await store.ListHostsAsync(ct))
        {
            if (!authenticator.IsRevoked(host.Id, host.TokenValidAfter) || links.FindHost(host.Id.Value) is null)
                continue;

            LogRevoked(host.Id.Value);
            await links.CloseHostAsync(
                host.Id.Value, LinkCloseCodes.AuthenticationFailed, "Authentication failed: the token was revoked");
        }
    }

    [LoggerMessage(3010, LogLevel.Warning, "The token of host {Host} was revoked; its connection is closed")]
    private partial void LogRevoked(int host);

    [LoggerMessage(3011, LogLevel.Error, "Revoked tokens could not be looked up; the next attempt follows")]
    private partial void LogFailed(Exception problem);
}

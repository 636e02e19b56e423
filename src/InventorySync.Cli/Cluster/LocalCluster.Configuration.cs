using System.Text.Json;

namespace InventorySync.Cli.Cluster;

public sealed partial class LocalCluster
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A token for a host, made as an operator makes it.</summary>
    public async Task<string> CreateHostTokenAsync(int hostId, CancellationToken ct)
    {
        await using var process = ChildProcess.Start(
            "token command",
            [.. Invsync, "token", "create-host", $"{hostId}", "--data", ControllerDirectory],
            Path.Combine(LogDirectory, $"token-{hostId}.log"));
        return (await process.WaitForLineAsync(".", ct)).Trim();
    }

    /// <summary>Connects an instance without a game, for putting documents in and taking them out.</summary>
    public async Task<GamelessInstance> ConnectGamelessInstanceAsync(CancellationToken ct) =>
        await GamelessInstance.ConnectAsync(ControllerUrl, HostId + 1, await CreateHostTokenAsync(HostId + 1, ct), ct);

    private async Task WriteHostConfigurationAsync(CancellationToken ct)
    {
        var configuration = new
        {
            controllerUrl = ControllerUrl,
            controllerToken = await CreateHostTokenAsync(HostId, ct),
            hostId = HostId,
            hostName = "local",
            factorioDirectory = FactorioDirectory,
            instancesDirectory = Path.Combine(_options.Directory, "instances"),
            journalDirectory = Path.Combine(_options.Directory, "journal"),
            maxReconnectDelaySeconds = 1,
            instances = Servers.Select((name, index) => new { name, id = 101 + index }),
        };
        await File.WriteAllTextAsync(HostConfiguration, JsonSerializer.Serialize(configuration, Indented), ct);
    }
}

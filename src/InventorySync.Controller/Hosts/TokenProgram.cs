using System.Globalization;
using InventorySync.Core.Instances;
using InventorySync.Store;
using InventorySync.Store.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Controller.Hosts;

/// <summary>What <c>invsync token</c> does. Works on the data directory, whether a controller runs on it or not.</summary>
public static class TokenProgram
{
    /// <summary>Prints a token for a host, alone.</summary>
    /// <returns>The exit code: 0, or 1 with one line on <paramref name="error"/>.</returns>
    public static Task<int> CreateHostAsync(
        int hostId, string dataDirectory, TextWriter output, TextWriter error, TimeProvider time, CancellationToken ct) =>
        WithHostAsync(hostId, error, async host =>
        {
            var tokens = await HostTokens.OpenAsync(dataDirectory, time, ct);
            var validAfter = 0L;
            if (File.Exists(Path.Combine(dataDirectory, StoreFile.FileName)))
            {
                await using var store = await OpenStoreAsync(dataDirectory, time, ct);
                validAfter = await store.ReadTokenValidAfterAsync(host, ct);
            }

            await output.WriteLineAsync(tokens.Create(host, validAfter));
        });

    /// <summary>Makes all tokens invalid that a host was given so far; a running controller closes its connection within seconds.</summary>
    /// <returns>The exit code: 0, or 1 with one line on <paramref name="error"/>.</returns>
    public static Task<int> RevokeHostAsync(
        int hostId, string dataDirectory, TextWriter output, TextWriter error, TimeProvider time, CancellationToken ct) =>
        WithHostAsync(hostId, error, async host =>
        {
            if (!File.Exists(Path.Combine(dataDirectory, HostTokenSecret.FileName)))
            {
                throw new ControllerStartException(
                    $"There is no controller's data in {dataDirectory}. Name the directory of the controller with --data.");
            }

            await using var store = await OpenStoreAsync(dataDirectory, time, ct);
            await store.RevokeHostTokensAsync(host, "cli", ct);
            await output.WriteLineAsync(
                $"The tokens of host {host} are revoked. Make a new one with: invsync token create-host {host} --data {dataDirectory}");
        });

    private static Task<PlayerStore> OpenStoreAsync(string dataDirectory, TimeProvider time, CancellationToken ct) =>
        PlayerStore.OpenAsync(new StoreOptions { DataDirectory = dataDirectory }, time, NullLogger<PlayerStore>.Instance, ct);

    private static async Task<int> WithHostAsync(int hostId, TextWriter error, Func<HostId, Task> act)
    {
        try
        {
            if (hostId <= 0)
            {
                throw new ControllerStartException(string.Create(
                    CultureInfo.InvariantCulture, $"{hostId} is no host id. Host ids are integers from 1 to {int.MaxValue}."));
            }

            await act(new HostId(hostId));
            return 0;
        }
        catch (Exception problem) when (problem is ControllerStartException or StoreUnavailableException)
        {
            await error.WriteLineAsync($"invsync: {problem.Message}");
            return 1;
        }
    }
}

using InventorySync.Host.Configuration;
using InventorySync.Protocol.Game.Saves;
using InventorySync.Protocol.Link;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host;

/// <summary>Runs a host as a program does: log on a writer, exit code at the end.</summary>
public static class HostProgram
{
    /// <summary>Ended in order.</summary>
    public const int Success = 0;

    /// <summary>The configuration or the environment does not allow a start.</summary>
    public const int CannotStart = 1;

    /// <summary>The controller refuses this host for good.</summary>
    public const int Refused = 8;

    /// <summary>Runs a host until cancelled; then its game servers save and quit.</summary>
    /// <param name="options">What the host is told.</param>
    /// <param name="output">Where the log and messages for people go.</param>
    /// <param name="ct">Ends the host in order.</param>
    /// <returns>An exit code.</returns>
    public static async Task<int> RunAsync(HostOptions options, TextWriter output, CancellationToken ct)
    {
        using var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Information)
            .AddProvider(new TextLogger(output, LogLevel.Information, TimeProvider.System)));
        try
        {
            await using var host = new HostApplication(options, TimeProvider.System, loggers);
            await host.RunAsync(ct);
            return Success;
        }
        catch (LinkRefusedException exception)
        {
            await output.WriteLineAsync(
                $"{exception.Message} Check controllerToken and hostId: `invsync token create-host {options.HostId}` makes a token where the controller runs.");
            return Refused;
        }
        catch (Exception exception) when (exception is InstanceException or SaveRefusedException)
        {
            await output.WriteLineAsync(exception.Message);
            return CannotStart;
        }
    }
}

using System.Runtime.InteropServices;
using InventorySync.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace InventorySync.Controller;

/// <summary>What <c>invsync controller run</c> does.</summary>
public static class ControllerProgram
{
    /// <summary>How long hosts may take to say goodbye; the store is closed properly after that.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs a controller until SIGINT, SIGTERM or <paramref name="ct"/>.</summary>
    /// <param name="output">Gets one line that says where it listens.</param>
    /// <param name="error">Gets one line that says why it could not start, and what to mend.</param>
    /// <returns>The exit code: 0, or 1 when it could not start.</returns>
    public static async Task<int> RunAsync(ControllerOptions options, TextWriter output, TextWriter error, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

        ControllerApplication controller;
        try
        {
            controller = await ControllerApplication.StartAsync(options, TimeProvider.System, LogToStandardError, ending.Token);
        }
        catch (Exception problem) when (problem is ControllerStartException or StoreUnavailableException)
        {
            await error.WriteLineAsync($"invsync: {problem.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return 0;
        }

        await using (controller)
        {
            await output.WriteLineAsync(
                $"The controller listens on {controller.Address} with its data in {Path.GetFullPath(options.DataDirectory)}. Stop it with Ctrl-C.");
            await output.FlushAsync(CancellationToken.None);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (ending.Token.Register(ended.SetResult))
                await ended.Task;

            using var patience = new CancellationTokenSource(StopTimeout, TimeProvider.System);
            await controller.StopAsync(patience.Token);
        }

        return 0;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ending.Cancel();
        }
    }

    private static void LogToStandardError(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A failed start is told in one line on its own.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}

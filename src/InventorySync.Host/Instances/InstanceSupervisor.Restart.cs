using InventorySync.Host.Factorio;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Host.Instances;

/// <summary>After a crash: the controller is told, and the server is started again.</summary>
internal sealed partial class InstanceSupervisor
{
    private static readonly TimeSpan LongestRestartPause = TimeSpan.FromSeconds(60);

    /// <summary>A run that lasted this long was no failed attempt.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(10);

    /// <summary>How long a restart waits for the controller to hear of the crash.</summary>
    private static readonly TimeSpan DeathReportPatience = TimeSpan.FromSeconds(5);

    private void AfterDeath(ServerExit exit)
    {
        if (_services.Time.GetElapsedTime(_runningSince) > SettledAfter)
            _restartPause = FirstRestartPause;
        var run = _runNumber;
        _work.Run($"Reporting the death of {Options.Name}", async ct =>
        {
            var reporting = ReportDeathAsync(run, exit, ct);
            if (Options.RestartAfterCrash)
            {
                // The controller settles the players of the dead run before those of the next are asked for, if it can be told at once.
                await Task.WhenAny(reporting, Task.Delay(DeathReportPatience, _services.Time, ct));
                await _commands.Writer.WriteAsync(new Command.PlanRestart(run), ct);
            }

            await reporting;
        });
    }

    private void PlanRestart()
    {
        var pause = _restartPause;
        _restartPause = TimeSpan.FromTicks(Math.Min(LongestRestartPause.Ticks, pause.Ticks * 2));
        var run = _runNumber;
        LogRestarting(Options.Name, pause);
        _work.Run($"Restarting {Options.Name}", async ct =>
        {
            await Task.Delay(pause, _services.Time, ct);
            await _commands.Writer.WriteAsync(new Command.Restart(run), ct);
        });
    }

    /// <summary>Tells the controller that the process is gone, after everything it had printed has been delivered.</summary>
    private async Task ReportDeathAsync(int run, ServerExit exit, CancellationToken ct)
    {
        await _services.Deliveries.WaitUntilDeliveredAsync(Options.Id, ct);
        var session = await _services.Controller.WaitForSessionAsync(ct);
        // An instance that runs again holds its players anew; the news of its death is out of date.
        if (run != Volatile.Read(ref _runNumber) || !session.PeerHasExtensions)
            return;
        var signal = GameServerProcess.SignalOf(exit.Code);
        var died = new InstanceDiedRequest(Options.Id, signal is null ? exit.Code : null, signal);
        try
        {
            await session.RequestAsync(LinkAddress.Host(_services.Options.HostId), LinkAddress.Controller, InstanceDiedRequest.Name, died.ToJson(), ct);
        }
        catch (Exception exception) when (exception is LinkRequestException or SessionLostException)
        {
            // Its acquisitions expire by themselves then.
            LogDeathNotReported(Options.Name, exception.Message);
        }
    }
}

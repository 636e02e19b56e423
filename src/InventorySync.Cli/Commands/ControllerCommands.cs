using System.CommandLine;
using InventorySync.Controller;

namespace InventorySync.Cli.Commands;

/// <summary><c>invsync controller …</c></summary>
internal static class ControllerCommands
{
    public static Command Create()
    {
        var group = new Command("controller", "The one authority on who holds a player and what the player owns.");
        group.Subcommands.Add(CreateRun());
        return group;
    }

    private static Command CreateRun()
    {
        var data = DataOption.Create();
        var listen = new Option<string>("--listen")
        {
            Description = "Address and port to listen on.",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = _ => "127.0.0.1:8080",
        };
        var playerLockTimeout = new Option<double>("--player-lock-timeout")
        {
            Description = "Seconds for which a stopped or lost instance keeps its players.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 60,
        };

        var run = new Command("run", "Runs the controller until Ctrl-C.") { data, listen, playerLockTimeout };
        run.SetAction((result, ct) =>
        {
            var options = new ControllerOptions
            {
                DataDirectory = result.GetRequiredValue(data),
                Listen = result.GetRequiredValue(listen),
                PlayerLockTimeout = ToTimeSpan(result.GetRequiredValue(playerLockTimeout)),
            };
            return ControllerProgram.RunAsync(options, Console.Out, Console.Error, ct);
        });
        return run;
    }

    /// <summary>What is no number of seconds at all is as wrong as one that is too small, and reported with it.</summary>
    private static TimeSpan ToTimeSpan(double seconds) =>
        double.IsFinite(seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}

using System.CommandLine;
using InventorySync.Cli.Cluster;
using InventorySync.Cli.Demo;
using InventorySync.Simulator.Control;
using Spectre.Console;

namespace InventorySync.Cli.Commands;

/// <summary><c>invsync demo</c>: a cluster on this machine, and a player who changes servers.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Leave the cluster running afterwards, until Ctrl-C." };
        var directory = new Option<DirectoryInfo?>("--directory")
        {
            Description = "Where to put everything. By default a temporary directory, removed at the end.",
        };
        var command = new Command("demo", "Run a cluster on this machine with simulated game servers, and let a player hop.") { keep, directory };
        command.SetAction((result, ct) => RunAsync(result.GetValue(directory), result.GetValue(keep), AnsiConsole.Console, ct));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo? named, bool keep, IAnsiConsole console, CancellationToken ct)
    {
        var directory = named ?? Directory.CreateTempSubdirectory("invsync-demo-");
        var isFinished = false;
        try
        {
            console.MarkupLine("[bold]InventorySync demo.[/] The game servers are the simulator; Factorio itself is not involved.");
            console.MarkupLineInterpolated($"[bold]•[/] a controller, a host and two servers start in {directory.FullName}");
            await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Directory = directory.FullName }, ct);
            console.MarkupLineInterpolated($"  [green]✓[/] controller at {cluster.ControllerUrl}, servers {string.Join(" and ", cluster.Servers)}");

            var code = await new DemoStory(cluster, console).TellAsync(ct);
            if (keep)
                await KeepAsync(cluster, console, ct);
            console.WriteLine("Stopping.");
            isFinished = code == 0;
            return code;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            isFinished = true;
            return keep ? 0 : ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is InvalidOperationException or SimulatorControlException or IOException)
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
        finally
        {
            // After a failure the logs are wanted.
            if (named is null && isFinished)
                directory.Delete(recursive: true);
            else
                console.MarkupLineInterpolated($"Logs and data are in {directory.FullName}");
        }
    }

    private static async Task KeepAsync(LocalCluster cluster, IAnsiConsole console, CancellationToken ct)
    {
        // Written as they are: a command that the terminal wrapped cannot be copied.
        var output = console.Profile.Out.Writer;
        await output.WriteLineAsync($$"""

            The cluster goes on running. Ctrl-C stops it. Look at it:
              {{cluster.LogDirectory}}/host.log
              {{cluster.LogDirectory}}/controller.log
              curl {{cluster.ControllerUrl}}health
            Move players by hand, for instance:
              cd {{Path.GetDirectoryName(cluster.InstanceDirectory(cluster.Servers[0]))}}
              alias control='{{Environment.ProcessPath}} simulator control'
            """);
        foreach (var operation in new[] { "join", "read", "gui", "leave" })
            await output.WriteLineAsync($$"""  control {{cluster.Servers[0]}}/simulator.sock '{"op":"{{operation}}","player":"bob"}'""");
        await output.WriteLineAsync($"  and the same with {string.Join(", ", cluster.Servers.Skip(1))}");

        var stopped = new TaskCompletionSource();
        await using var registration = ct.Register(stopped.SetResult);
        await stopped.Task;
    }
}

using System.CommandLine;
using InventorySync.Host;
using InventorySync.Host.Configuration;

namespace InventorySync.Cli.Commands;

/// <summary><c>invsync host</c>: write a configuration, run a host.</summary>
internal static class HostCommands
{
    public static Command Create()
    {
        var command = new Command("host", "Runs Factorio servers beside it and links them to the controller");
        command.Subcommands.Add(CreateInit());
        command.Subcommands.Add(CreateRun());
        return command;
    }

    private static Command CreateInit()
    {
        var path = new Option<FileInfo>("--config") { Description = "File to write", DefaultValueFactory = _ => new FileInfo("host.json") };
        var command = new Command("init", "Writes a commented configuration file") { path };
        command.SetAction(async (result, ct) =>
        {
            var file = result.GetRequiredValue(path);
            if (file.Exists)
            {
                await Console.Error.WriteLineAsync($"{file.FullName} exists already. Remove it first, or name another with --config.");
                return HostProgram.CannotStart;
            }

            await File.WriteAllTextAsync(file.FullName, HostConfigurationTemplate.Text, ct);
            Console.WriteLine($"Wrote {file.FullName}. Fill in controllerToken, factorioDirectory and instances, then: invsync host run --config {file.Name}");
            return HostProgram.Success;
        });
        return command;
    }

    private static Command CreateRun()
    {
        var path = new Option<FileInfo>("--config") { Description = "Configuration file", DefaultValueFactory = _ => new FileInfo("host.json") };
        var command = new Command("run", "Runs a host until Ctrl-C; then its game servers save and quit") { path };
        command.SetAction(async (result, ct) =>
        {
            try
            {
                var options = HostConfiguration.Load(result.GetRequiredValue(path).FullName, Environment.GetEnvironmentVariable);
                return await HostProgram.RunAsync(options, Console.Out, ct);
            }
            catch (HostConfigurationException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return HostProgram.CannotStart;
            }
        });
        return command;
    }
}

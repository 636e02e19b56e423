using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.Installation;

namespace InventorySync.Cli.Commands;

/// <summary><c>invsync simulator …</c>: the stand-in for Factorio's headless server.</summary>
internal static class SimulatorCommands
{
    public static Command Create() => new("simulator", "Install and drive the simulator that stands in for Factorio's headless server.")
    {
        Install(),
        Control(),
    };

    private static Command Install()
    {
        var directory = new Argument<string>("directory") { Description = "Where to lay out the installation; a new or empty directory." };
        var version = new Option<string>("--version")
        {
            Description = $"The version it plays: {string.Join(" or ", FactorioInstallation.Versions)}.",
            DefaultValueFactory = _ => FactorioInstallation.DefaultVersion,
        };
        var command = new Command("install", "Lay out a directory that any server manager can use as its Factorio installation.") { directory, version };
        command.SetAction((result, _) =>
        {
            var path = Path.GetFullPath(result.GetRequiredValue(directory));
            try
            {
                FactorioInstallation.LayOut(path, result.GetRequiredValue(version), FactorioInstallation.SimulatorBesideThisProgram);
            }
            catch (InstallationException exception)
            {
                Console.Error.WriteLine(exception.Message);
                return Task.FromResult(1);
            }
            Console.WriteLine($"{path} plays Factorio {result.GetRequiredValue(version)}; the server is {Path.Combine(path, "bin/x64/factorio")}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Control()
    {
        var socket = new Argument<string>("socket") { Description = "The control socket; a simulated server prints its path when it starts." };
        var request = new Argument<string>("json") { Description = """The operation, as {"op":"join","player":"alice"}.""" };
        var command = new Command("control", "Ask a simulated server to do something: let a player join, give items, read what a player owns.") { socket, request };
        command.SetAction(async (result, ct) =>
        {
            try
            {
                if (JsonNode.Parse(result.GetRequiredValue(request)) is not JsonObject arguments || arguments["op"]?.GetValue<string>() is not { } operation)
                {
                    await Console.Error.WriteLineAsync("""The request must be a JSON object with an "op", as {"op":"players"}.""");
                    return 1;
                }
                await using var control = await SimulatorControl.ConnectAsync(result.GetRequiredValue(socket), ct);
                var answer = await control.RequestAsync(operation, arguments, ct);
                Console.WriteLine(answer?.ToJsonString() ?? "null");
                return 0;
            }
            catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync($"The request is not as it should be: {exception.Message}");
            }
            catch (Exception exception) when (exception is SimulatorControlException)
            {
                await Console.Error.WriteLineAsync(exception.Message);
            }
            catch (Exception exception) when (exception is SocketException or ArgumentException)
            {
                await Console.Error.WriteLineAsync($"No simulated server listens at {result.GetRequiredValue(socket)}: {exception.Message}");
            }
            return 1;
        });
        return command;
    }
}

using System.CommandLine;
using InventorySync.Cli.Commands;

var root = new RootCommand("InventorySync carries Factorio players' inventories from server to server.")
{
    ControllerCommands.Create(),
    TokenCommands.Create(),
    HostCommands.Create(),
    SimulatorCommands.Create(),
    DemoCommand.Create(),
};

// A game server may take minutes to save when it is stopped; whoever is impatient can press Ctrl-C again.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(10) });

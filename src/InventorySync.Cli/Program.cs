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
return await root.Parse(args).InvokeAsync();

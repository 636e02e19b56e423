using System.CommandLine;

namespace InventorySync.Cli.Commands;

/// <summary>The directory of a controller's data, which several commands work on.</summary>
internal static class DataOption
{
    public static Option<string> Create() => new("--data")
    {
        Description = "Directory of the controller's database and secret; made when it is missing.",
        HelpName = "DIR",
        Required = true,
    };
}

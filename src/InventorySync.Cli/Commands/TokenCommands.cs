using System.CommandLine;
using InventorySync.Controller.Hosts;

namespace InventorySync.Cli.Commands;

/// <summary><c>invsync token …</c>: what hosts show to be let in.</summary>
internal static class TokenCommands
{
    public static Command Create()
    {
        var group = new Command("token", "Tokens with which hosts are let in. Works whether the controller runs or not.");
        group.Subcommands.Add(CreateFor("create-host", "Prints a token for a host.", TokenProgram.CreateHostAsync));
        group.Subcommands.Add(CreateFor(
            "revoke-host", "Makes a host's tokens invalid; a running controller closes its connection.", TokenProgram.RevokeHostAsync));
        return group;
    }

    private static Command CreateFor(
        string name,
        string description,
        Func<int, string, TextWriter, TextWriter, TimeProvider, CancellationToken, Task<int>> act)
    {
        var host = new Argument<int>("ID") { Description = "The host's id, a positive integer." };
        var data = DataOption.Create();
        var command = new Command(name, description) { host, data };
        command.SetAction((result, ct) => act(
            result.GetRequiredValue(host), result.GetRequiredValue(data), Console.Out, Console.Error, TimeProvider.System, ct));
        return command;
    }
}

namespace InventorySync.Simulator.Server;

/// <summary>The lists that say who may join and who is an admin.</summary>
internal sealed record PlayerLists(PlayerListFile Admins, PlayerListFile Bans, PlayerListFile Whitelist)
{
    public bool WhitelistEnabled { get; set; }

    public static PlayerLists Read(CommandLine commandLine, string writeData) => new(
        PlayerListFile.Read(commandLine.AdminList ?? Path.Combine(writeData, "server-adminlist.json"), withReasons: false),
        PlayerListFile.Read(commandLine.BanList ?? Path.Combine(writeData, "server-banlist.json"), withReasons: true),
        PlayerListFile.Read(commandLine.Whitelist ?? Path.Combine(writeData, "server-whitelist.json"), withReasons: false))
    {
        WhitelistEnabled = commandLine.UseWhitelist,
    };
}

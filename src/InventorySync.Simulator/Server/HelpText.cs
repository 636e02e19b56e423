namespace InventorySync.Simulator.Server;

internal static class HelpText
{
    public const string Text = """
        Usage: factorio [options]. InventorySync's simulator of the headless server; options that it takes:

        General:
          --help, --version, -v/--verbose, -c/--config PATH, --no-log-rotation, --mod-directory PATH, --executable-path PATH
        Maps:
          --create FILE                      makes a save and ends
          --map-gen-seed N, --map-gen-settings FILE, --map-settings FILE, --preset NAME
        Server:
          --start-server FILE                hosts a save
          --start-server-load-latest         hosts the newest save
          --start-server-load-scenario NAME  hosts a new map of a scenario, as base/freeplay
          --port N, --bind ADDRESS[:PORT]    UDP, 34197 by default
          --rcon-port N, --rcon-bind ADDRESS:PORT, --rcon-password TEXT
          --server-settings FILE, --server-adminlist FILE, --server-banlist FILE, --server-whitelist FILE, --server-id FILE
          --use-server-whitelist [BOOL], --use-authserver-bans [BOOL], --console-log FILE, --enable-lua-udp PORT
        """;
}

using System.Globalization;
using System.Net;

namespace InventorySync.Simulator.Server;

/// <summary>The game's command line, as far as servers use it (factorio-server §3).</summary>
public sealed record CommandLine
{
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["-v"] = "--verbose",
        ["-c"] = "--config",
        ["-h"] = "--help",
    };

    // Taken and not used: nothing in the simulator depends on them.
    private static readonly HashSet<string> IgnoredWithValue = new(StringComparer.Ordinal)
    {
        "--map-settings", "--preset", "--mod-directory", "--executable-path", "--server-id", "--enable-lua-udp", "--until-tick",
    };

    private static readonly HashSet<string> IgnoredFlags = new(StringComparer.Ordinal) { "--no-log-rotation" };

    public ServerTask Task { get; private set; }

    /// <summary>The save to make or host, or the scenario.</summary>
    public string Target { get; private set; } = "";

    public string? Config { get; private set; }
    public bool Verbose { get; private set; }
    public uint? MapGenSeed { get; private set; }
    public string? MapGenSettings { get; private set; }

    /// <summary>Of the game's UDP socket.</summary>
    public IPEndPoint GameAddress { get; private set; } = new(IPAddress.Any, 34197);

    public IPEndPoint? RconAddress { get; private set; }
    public string? RconPassword { get; private set; }
    public string? ServerSettings { get; private set; }
    public string? AdminList { get; private set; }
    public string? BanList { get; private set; }
    public string? Whitelist { get; private set; }
    public bool UseWhitelist { get; private set; }
    public string? ConsoleLog { get; private set; }

    /// <summary>The arguments as the log shows them: quoted, without the password.</summary>
    public string Shown { get; private set; } = "";

    /// <exception cref="ServerStartException">An option is unknown, or its value is missing or wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var commandLine = new CommandLine();
        ServerTask? task = null;
        var shown = new List<string>();
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, inlineValue) = Split(arguments[index]);
            var isPassword = name == "--rcon-password";
            shown.Add(isPassword && inlineValue is not null ? "\"--rcon-password\" <private>" : $"\"{arguments[index]}\"");

            if (name is "--verbose" or "--use-server-whitelist" or "--use-authserver-bans" or "--help" or "--version"
                or "--start-server-load-latest" || IgnoredFlags.Contains(name))
            {
                if (name.StartsWith("--use-", StringComparison.Ordinal) && inlineValue is null && index + 1 < arguments.Count
                    && bool.TryParse(arguments[index + 1], out _))
                {
                    inlineValue = arguments[++index];
                    shown.Add($"\"{inlineValue}\"");
                }
                commandLine.TakeFlag(name, inlineValue is null || Bool(name, inlineValue), ref task);
                continue;
            }

            if (!TakesValue(name))
                throw new ServerStartException($"Unknown command line option: {arguments[index]}. See --help.");
            var value = inlineValue;
            if (value is null)
            {
                if (index + 1 >= arguments.Count)
                    throw new ServerStartException($"The command line option {name} needs a value.");
                value = arguments[++index];
                shown.Add(isPassword ? "<private>" : $"\"{value}\"");
            }
            if (value.Length == 0 && name != "--rcon-password")
                throw new ServerStartException($"The value of {name} is empty.");
            commandLine.TakeValue(name, value, ref task);
        }

        commandLine.Task = task ?? throw new ServerStartException(
            "Nothing to do: --start-server FILE, --start-server-load-latest, --start-server-load-scenario NAME or --create FILE is needed. See --help.");
        commandLine.Shown = string.Join(' ', shown);
        return commandLine;
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && equals > 0
            ? (argument[..equals], argument[(equals + 1)..])
            : (ShortNames.GetValueOrDefault(argument, argument), null);
    }

    private static bool TakesValue(string name) => IgnoredWithValue.Contains(name) || name is "--config" or "--create"
        or "--start-server" or "--start-server-load-scenario" or "--map-gen-seed" or "--map-gen-settings" or "--port"
        or "--bind" or "--rcon-port" or "--rcon-bind" or "--rcon-password" or "--server-settings" or "--server-adminlist"
        or "--server-banlist" or "--server-whitelist" or "--console-log";

    private void TakeFlag(string name, bool value, ref ServerTask? task)
    {
        switch (name)
        {
            case "--verbose": Verbose = value; break;
            case "--use-server-whitelist": UseWhitelist = value; break;
            case "--help": task = ServerTask.ShowHelp; break;
            case "--version": task ??= ServerTask.ShowVersion; break;
            case "--start-server-load-latest": task ??= ServerTask.HostLatestSave; break;
        }
    }

    private void TakeValue(string name, string value, ref ServerTask? task)
    {
        switch (name)
        {
            case "--config": Config = value; break;
            case "--create": Take(ServerTask.CreateMap, value, ref task); break;
            case "--start-server": Take(ServerTask.HostSave, value, ref task); break;
            case "--start-server-load-scenario": Take(ServerTask.HostScenario, value, ref task); break;
            case "--map-gen-seed":
                MapGenSeed = uint.TryParse(value, CultureInfo.InvariantCulture, out var seed) ? seed
                    : throw new ServerStartException($"The value of {name} is no seed: '{value}'.");
                break;
            case "--map-gen-settings": MapGenSettings = value; break;
            case "--port": GameAddress = new IPEndPoint(GameAddress.Address, Port(name, value)); break;
            case "--bind": GameAddress = Address(name, value, GameAddress.Port); break;
            case "--rcon-port": RconAddress = new IPEndPoint(IPAddress.Any, Port(name, value)); break;
            case "--rcon-bind": RconAddress = Address(name, value, 0); break;
            case "--rcon-password": RconPassword = value; break;
            case "--server-settings": ServerSettings = value; break;
            case "--server-adminlist": AdminList = value; break;
            case "--server-banlist": BanList = value; break;
            case "--server-whitelist": Whitelist = value; break;
            case "--console-log": ConsoleLog = value; break;
        }
    }

    private void Take(ServerTask wanted, string target, ref ServerTask? task)
    {
        task ??= wanted;
        Target = target;
    }

    private static bool Bool(string name, string value) => bool.TryParse(value, out var result) ? result
        : throw new ServerStartException($"The value of {name} is neither true nor false: '{value}'.");

    private static int Port(string name, string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port
            : throw new ServerStartException($"The value of {name} is no port: '{value}'.");

    private static IPEndPoint Address(string name, string value, int defaultPort)
    {
        if (IPEndPoint.TryParse(value, out var address))
            return address.Port == 0 ? new IPEndPoint(address.Address, defaultPort) : address;
        throw new ServerStartException($"The value of {name} is no address: '{value}'.");
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Host.Factorio;

namespace InventorySync.Host.Configuration;

/// <summary>Reads <c>host.json</c> (JSON with comments); environment variables win over it.</summary>
public static class HostConfiguration
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly (string Variable, string Entry)[] Variables =
    [
        ("INVSYNC_CONTROLLER_URL", "controllerUrl"),
        ("INVSYNC_CONTROLLER_TOKEN", "controllerToken"),
        ("INVSYNC_HOST_ID", "hostId"),
        ("INVSYNC_HOST_NAME", "hostName"),
        ("INVSYNC_PUBLIC_ADDRESS", "publicAddress"),
        ("INVSYNC_FACTORIO_DIRECTORY", "factorioDirectory"),
        ("INVSYNC_INSTANCES_DIRECTORY", "instancesDirectory"),
        ("INVSYNC_JOURNAL_DIRECTORY", "journalDirectory"),
    ];

    /// <summary>Reads and checks a configuration file.</summary>
    /// <param name="path">The file. Relative paths in it are taken from its directory.</param>
    /// <param name="environment">Looks up an environment variable; null when it is not set.</param>
    /// <exception cref="HostConfigurationException">Names all mistakes at once.</exception>
    public static HostOptions Load(string path, Func<string, string?> environment)
    {
        var mistakes = new List<string>();
        var json = ReadJson(path);
        ApplyEnvironment(json, environment, mistakes);
        var options = Read(json, Path.GetDirectoryName(Path.GetFullPath(path))!, mistakes);
        return mistakes.Count == 0 ? options : throw new HostConfigurationException(path, mistakes);
    }

    private static JsonObject ReadJson(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                throw new HostConfigurationException(path, [$"The file has more than {MaxBytes} bytes, so it is no configuration."]);
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: options) as JsonObject
                ?? throw new HostConfigurationException(path, ["The file must hold one object in braces. `invsync host init` writes an example."]);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HostConfigurationException(path, ["The file does not exist. `invsync host init` writes an example."]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostConfigurationException(path, [$"The file cannot be read: {exception.Message}"]);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new HostConfigurationException(path, [$"The file is not JSON: {exception.Message}"]);
        }
    }

    private static void ApplyEnvironment(JsonObject json, Func<string, string?> environment, List<string> mistakes)
    {
        foreach (var (variable, entry) in Variables)
        {
            if (environment(variable) is not { Length: > 0 } value)
                continue;
            if (entry != "hostId")
                json[entry] = value;
            else if (int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var id))
                json[entry] = id;
            else
                mistakes.Add($"The environment variable {variable} must be an integer.");
        }
    }

    private static HostOptions Read(JsonObject json, string directory, List<string> mistakes)
    {
        var root = new ConfigurationSection(json, "", mistakes);
        var url = ReadUrl(root.Text("controllerUrl", null, "Give the controller's base address, such as \"http://127.0.0.1:8080/\"."), mistakes);
        var instances = root.List("instances", "Give at least one { \"name\": …, \"id\": … }.").Select(ReadInstance).ToList();
        CheckInstances(instances, mistakes);
        var transfer = new ConfigurationSection(root.Object("transfer"), "transfer.", mistakes);
        var defaults = new TransferOptions();
        var options = new HostOptions
        {
            ControllerUrl = url,
            ControllerToken = root.Text("controllerToken", null, "Make one with `invsync token create-host ID` where the controller runs, or set INVSYNC_CONTROLLER_TOKEN."),
            HostId = root.Integer("hostId", null, 1, int.MaxValue, "It is the ID that the token was made for."),
            HostName = root.Text("hostName", Environment.MachineName, "It is shown to operators."),
            PublicAddress = root.Text("publicAddress", "localhost", "It is shown to players."),
            FactorioDirectory = Resolve(directory, root.Text("factorioDirectory", null, "Give the root of a Factorio installation, the folder that holds bin/ and data/.")),
            InstancesDirectory = Resolve(directory, root.Text("instancesDirectory", "instances", "")),
            JournalDirectory = Resolve(directory, root.Text("journalDirectory", "journal", "")),
            Instances = instances,
            MaxReconnectDelay = TimeSpan.FromSeconds(root.Integer("maxReconnectDelaySeconds", 60, 1, 3600, "")),
            Transfer = new TransferOptions
            {
                BytesPerTick = transfer.Integer("bytesPerTick", defaults.BytesPerTick, 25, 25500, "500 fill one network packet."),
                PartTimeout = TimeSpan.FromSeconds(transfer.Integer("partTimeoutSeconds", (int)defaults.PartTimeout.TotalSeconds, 1, 3600, "")),
                PartAttempts = transfer.Integer("partAttempts", defaults.PartAttempts, 1, 100, ""),
            },
        };
        transfer.ComplainAboutTheRest();
        root.ComplainAboutTheRest();
        if (options.FactorioDirectory != directory)
            mistakes.AddRange(FactorioInstallation.FindMistakes(options.FactorioDirectory).Select(mistake => $"factorioDirectory: {mistake}"));
        return options;
    }

    private static InstanceOptions ReadInstance(ConfigurationSection section)
    {
        var defaults = new InstanceOptions { Name = "", Id = 1 };
        var instance = new InstanceOptions
        {
            Name = section.Text("name", null, "It is shown to players and names the instance's directory."),
            Id = section.Integer("id", null, 1, int.MaxValue, "It must be unique in the whole cluster."),
            GamePort = section.Integer("gamePort", 0, 0, 65535, "0 picks a free one."),
            RconPort = section.Integer("rconPort", 0, 0, 65535, "0 picks a free one."),
            AutoStart = section.Boolean("autoStart", defaults.AutoStart),
            RestartAfterCrash = section.Boolean("restartAfterCrash", defaults.RestartAfterCrash),
            Save = section.OptionalText("save", "It is the name of a file in the instance's saves folder."),
            Settings = section.Object("settings"),
            ShutdownTimeout = TimeSpan.FromSeconds(section.Integer("shutdownTimeoutSeconds", (int)defaults.ShutdownTimeout.TotalSeconds, 1, 3600, "")),
        };
        section.ComplainAboutTheRest();
        return instance;
    }

    private static void CheckInstances(List<InstanceOptions> instances, List<string> mistakes)
    {
        foreach (var instance in instances.Where(instance => instance.Name.Length > 0))
        {
            if (instance.Name.IndexOfAny(['/', '\\', '\0', ':']) >= 0 || instance.Name.StartsWith('.') || instance.Name.Any(char.IsControl))
                mistakes.Add($"The instance name \"{instance.Name}\" cannot name a directory. Leave out slashes, colons and a leading dot.");
            if (instance.Save is { } save && (save.IndexOfAny(['/', '\\', '\0']) >= 0 || save.StartsWith('.')))
                mistakes.Add($"The save \"{save}\" of instance {instance.Name} must be a plain file name.");
        }

        foreach (var twice in instances.Where(instance => instance.Name.Length > 0).GroupBy(instance => instance.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            mistakes.Add($"Two instances are named {twice.Key}. Give each its own name.");
        foreach (var twice in instances.GroupBy(instance => instance.Id).Where(group => group.Count() > 1))
            mistakes.Add($"Two instances have the id {twice.Key}. Ids are unique in the whole cluster.");
        foreach (var twice in instances.Where(instance => instance.GamePort != 0).GroupBy(instance => instance.GamePort).Where(group => group.Count() > 1))
            mistakes.Add($"Two instances have the game port {twice.Key}. Give each its own, or 0.");
        foreach (var twice in instances.Where(instance => instance.RconPort != 0).GroupBy(instance => instance.RconPort).Where(group => group.Count() > 1))
            mistakes.Add($"Two instances have the RCON port {twice.Key}. Give each its own, or 0.");
    }

    private static Uri ReadUrl(string text, List<string> mistakes)
    {
        if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        if (text.Length > 0)
            mistakes.Add($"controllerUrl: \"{text}\" is no http or https address. Give one such as \"http://127.0.0.1:8080/\".");
        return new Uri("http://invalid/");
    }

    private static string Resolve(string directory, string path) => Path.GetFullPath(path, directory);
}

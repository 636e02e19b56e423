using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Pacing;

namespace InventorySync.Simulator.Server;

/// <summary>server-settings.json, of strict types (factorio-server §2). Some may be changed by /config while running.</summary>
public sealed class ServerSettings
{
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "name", "description", "username", "password", "token", "game_password",
    };

    private static readonly HashSet<string> Flags = new(StringComparer.Ordinal)
    {
        "require_user_verification", "ignore_player_limit_for_returning_players", "auto_pause", "auto_pause_when_players_connect",
        "only_admins_can_pause_the_game", "autosave_only_on_server", "non_blocking_saving",
    };

    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "max_players", "max_upload_in_kilobytes_per_second", "max_upload_slots", "minimum_latency_in_ticks",
        "max_heartbeats_per_second", "autosave_interval", "autosave_slots", "afk_autokick_interval", "minimum_segment_size",
        "minimum_segment_size_peer_count", "maximum_segment_size", "maximum_segment_size_peer_count",
    };

    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public IReadOnlyList<string> Tags { get; set; } = [];
    public int MaxPlayers { get; set; }
    public bool VisibilityPublic { get; set; }
    public bool VisibilityLan { get; set; } = true;
    public string GamePassword { get; set; } = "";
    public bool RequireUserVerification { get; set; } = true;
    public int MaxUploadSpeed { get; set; }
    public int MaxUploadSlots { get; set; } = 5;
    public bool IgnorePlayerLimitForReturningPlayers { get; set; }

    /// <summary>true, false or admins-only.</summary>
    public string AllowCommands { get; set; } = "admins-only";

    /// <summary>Minutes; 0 for no autosaves.</summary>
    public int AutosaveInterval { get; set; } = 10;

    public int AutosaveSlots { get; set; } = 5;

    /// <summary>Minutes; 0 for never.</summary>
    public int AfkAutokickInterval { get; set; }

    public bool AutoPause { get; set; } = true;
    public bool OnlyAdminsCanPause { get; set; } = true;
    public bool AutosaveOnlyOnServer { get; set; } = true;
    public bool NonBlockingSaving { get; private set; }
    public SegmentSizes SegmentSizes { get; private set; } = new();

    /// <exception cref="ServerStartException">No JSON, a wrong type, or a public game without user verification.</exception>
    public static ServerSettings Parse(string path, string json)
    {
        JsonObject values;
        try
        {
            values = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = false }) as JsonObject
                ?? throw new ServerStartException($"{path} is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ServerStartException($"{path} is no JSON: {exception.Message}", exception);
        }
        foreach (var (key, value) in values)
            CheckType(path, key, value);

        var settings = new ServerSettings();
        settings.Take(values);
        settings.Check(path);
        return settings;
    }

    private static void CheckType(string path, string key, JsonNode? value)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var wanted = key switch
        {
            _ when Texts.Contains(key) => kind == JsonValueKind.String ? null : "a text",
            _ when Flags.Contains(key) => kind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
            _ when Numbers.Contains(key) => kind == JsonValueKind.Number && value!.AsValue().TryGetValue(out int number) && number >= 0
                ? null : "a whole number that is not negative",
            "tags" => value is JsonArray tags && tags.All(tag => tag?.GetValueKind() == JsonValueKind.String) ? null : "an array of texts",
            "visibility" => value is JsonObject visibility && visibility.All(member =>
                member.Value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False) ? null : "an object of true and false",
            "allow_commands" => kind is JsonValueKind.True or JsonValueKind.False
                || (kind == JsonValueKind.String && value!.GetValue<string>() is "true" or "false" or "admins-only")
                ? null : "true, false or \"admins-only\"",
            _ => null, // comments and what other versions know
        };
        if (wanted is not null)
            throw new ServerStartException($"Wrong type of \"{key}\" in {path}: {wanted} is wanted.");
    }

    private void Take(JsonObject values)
    {
        Name = Text("name", Name);
        Description = Text("description", Description);
        GamePassword = Text("game_password", GamePassword);
        if (values["tags"] is JsonArray tags)
            Tags = tags.Select(tag => tag!.GetValue<string>()).ToArray();
        if (values["visibility"] is JsonObject visibility)
        {
            VisibilityPublic = visibility["public"]?.GetValue<bool>() ?? VisibilityPublic;
            VisibilityLan = visibility["lan"]?.GetValue<bool>() ?? VisibilityLan;
        }
        if (values["allow_commands"] is { } allow)
            AllowCommands = allow.GetValueKind() == JsonValueKind.String ? allow.GetValue<string>() : allow.ToJsonString();
        MaxPlayers = Number("max_players", MaxPlayers);
        MaxUploadSpeed = Number("max_upload_in_kilobytes_per_second", MaxUploadSpeed);
        MaxUploadSlots = Number("max_upload_slots", MaxUploadSlots);
        AutosaveInterval = Number("autosave_interval", AutosaveInterval);
        AutosaveSlots = Number("autosave_slots", AutosaveSlots);
        AfkAutokickInterval = Number("afk_autokick_interval", AfkAutokickInterval);
        RequireUserVerification = Flag("require_user_verification", RequireUserVerification);
        IgnorePlayerLimitForReturningPlayers = Flag("ignore_player_limit_for_returning_players", IgnorePlayerLimitForReturningPlayers);
        AutoPause = Flag("auto_pause", AutoPause);
        OnlyAdminsCanPause = Flag("only_admins_can_pause_the_game", OnlyAdminsCanPause);
        AutosaveOnlyOnServer = Flag("autosave_only_on_server", AutosaveOnlyOnServer);
        NonBlockingSaving = Flag("non_blocking_saving", NonBlockingSaving);
        SegmentSizes = new SegmentSizes
        {
            Minimum = Number("minimum_segment_size", SegmentSizes.Minimum),
            MinimumPeerCount = Number("minimum_segment_size_peer_count", SegmentSizes.MinimumPeerCount),
            Maximum = Number("maximum_segment_size", SegmentSizes.Maximum),
            MaximumPeerCount = Number("maximum_segment_size_peer_count", SegmentSizes.MaximumPeerCount),
        };

        string Text(string key, string otherwise) => values[key]?.GetValue<string>() ?? otherwise;
        int Number(string key, int otherwise) => values[key]?.GetValue<int>() ?? otherwise;
        bool Flag(string key, bool otherwise) => values[key]?.GetValue<bool>() ?? otherwise;
    }

    private void Check(string path)
    {
        if (VisibilityPublic && !RequireUserVerification)
            throw new ServerStartException("require_user_verification must be enabled for public games.");
        if (SegmentSizes.Minimum < 1 || SegmentSizes.Maximum < 1)
            throw new ServerStartException($"minimum_segment_size and maximum_segment_size in {path} must be at least 1.");
    }
}

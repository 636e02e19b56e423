using System.Globalization;

namespace InventorySync.Simulator.Server;

/// <summary>/config get and /config set (factorio-server §5; wordings that it does not give are ours).</summary>
internal sealed class ConfigCommand(ServerSettings settings)
{
    /// <summary>The reply to <c>/config</c> with these words behind it.</summary>
    public string Run(string words)
    {
        var parts = words.Split(' ', 3, StringSplitOptions.TrimEntries);
        if (parts is ["get", var asked, ..])
            return Get(asked) ?? $"Unknown config key \"{asked}\".";
        if (parts is ["set", var key, ..])
        {
            if (Get(key) is null)
                return $"Unknown config key \"{key}\".";
            var value = parts.Length > 2 ? parts[2] : "";
            return Set(key, value) ? Get(key)! : $"Invalid value \"{value}\" for config key \"{key}\".";
        }
        return "Usage: /config get <key> or /config set <key> <value>.";
    }

    private string? Get(string key) => key switch
    {
        "afk-auto-kick" => settings.AfkAutokickInterval == 0 ? "Never kick if AFK."
            : $"Kick if AFK for more than {Count(settings.AfkAutokickInterval, "minute")}.",
        "allow-commands" => "Allow Lua commands: " + settings.AllowCommands switch { "true" => "Yes.", "false" => "No.", _ => "Admins only." },
        "autosave-interval" => $"Autosave every {Count(settings.AutosaveInterval, "minute")}.",
        "autosave-only-on-server" => $"Autosave only on server: {Flag(settings.AutosaveOnlyOnServer)}.",
        "description" => $"Server description: {settings.Description}",
        "name" => $"Server name: {settings.Name}",
        "tags" => $"Server tags: {string.Join(' ', settings.Tags)}",
        "ignore-player-limit-for-returning-players" => $"Ignore player limit for returning players: {Flag(settings.IgnorePlayerLimitForReturningPlayers)}.",
        "max-players" => settings.MaxPlayers.ToString(CultureInfo.InvariantCulture),
        "max-upload-slots" => $"{Count(settings.MaxUploadSlots, "slot")}.",
        "max-upload-speed" => $"{Count(settings.MaxUploadSpeed, "kilobyte")} per second.",
        "only-admins-can-pause" => $"Only admins can pause: {Flag(settings.OnlyAdminsCanPause)}.",
        "visibility-lan" => $"LAN visibility: {Flag(settings.VisibilityLan)}.",
        "visibility-public" => $"Public visibility: {Flag(settings.VisibilityPublic)}.",
        "require-user-verification" => $"Verify user identity: {Flag(settings.RequireUserVerification)}.",
        "password" => settings.GamePassword.Length > 0 ? "The server currently has a password." : "The server currently does not have a password.",
        _ => null,
    };

    private bool Set(string key, string value)
    {
        switch (key)
        {
            case "afk-auto-kick": return Number(value, number => settings.AfkAutokickInterval = number);
            case "autosave-interval": return Number(value, number => settings.AutosaveInterval = number);
            case "max-players": return Number(value, number => settings.MaxPlayers = number);
            case "max-upload-slots": return Number(value, number => settings.MaxUploadSlots = number);
            case "max-upload-speed": return Number(value, number => settings.MaxUploadSpeed = number);
            case "autosave-only-on-server": return Flag(value, flag => settings.AutosaveOnlyOnServer = flag);
            case "ignore-player-limit-for-returning-players": return Flag(value, flag => settings.IgnorePlayerLimitForReturningPlayers = flag);
            case "only-admins-can-pause": return Flag(value, flag => settings.OnlyAdminsCanPause = flag);
            case "visibility-lan": return Flag(value, flag => settings.VisibilityLan = flag);
            case "visibility-public": return Flag(value, flag => settings.VisibilityPublic = flag);
            case "require-user-verification": return Flag(value, flag => settings.RequireUserVerification = flag);
            case "description": settings.Description = value; return true;
            case "name": settings.Name = value; return true;
            case "password": settings.GamePassword = value; return true;
            case "tags": settings.Tags = value.Split(' ', StringSplitOptions.RemoveEmptyEntries); return true;
            case "allow-commands" when value is "true" or "false" or "admins-only": settings.AllowCommands = value; return true;
            default: return false;
        }
    }

    private static bool Number(string value, Action<int> set)
    {
        var valid = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (valid)
            set(number);
        return valid;
    }

    private static bool Flag(string value, Action<bool> set)
    {
        var valid = bool.TryParse(value, out var flag);
        if (valid)
            set(flag);
        return valid;
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Count(int number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}

using System.Globalization;
using System.Text;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>The console commands that are not Lua (factorio-server §5, §8). Wordings that no source gives are ours.</summary>
internal sealed class BuiltInCommands(
    SimulatedGame game, string version, uint seed, ServerSettings settings, PlayerLists lists, ServerOutput output, IBuiltInEffects effects)
{
    private static readonly string[] Known =
    [
        "help", "version", "time", "players", "seed", "evolution", "admins", "bans", "ban", "unban", "kick", "mute", "unmute",
        "server-save", "quit", "config", "whitelist", "banlist", "promote", "demote",
        "command", "silent-command", "measured-command",
    ];

    private readonly ConfigCommand _config = new(settings);

    /// <summary>Runs a line from a console that starts with a slash, and returns the lines of the reply.</summary>
    public string Run(string line)
    {
        var (name, rest) = Cut(line[1..].Trim());
        return name switch
        {
            "help" or "h" => "Available commands: " + string.Join(", ", Known.Select(known => "/" + known)),
            "version" => version,
            "time" => ElapsedTime(game.Tick),
            "players" or "p" => Players(rest),
            "seed" => seed.ToString(CultureInfo.InvariantCulture),
            "evolution" => "Evolution factor: 0.0000. (Time 0%) (Pollution 0%) (Spawner kills 0%)",
            "admins" => string.Join('\n', lists.Admins.Names.Select(admin => IsOnline(admin) ? $"{admin} (online)" : admin)),
            "bans" => Listed("Banned players", lists.Bans),
            "ban" => Ban(rest),
            "unban" => Unban(rest),
            "kick" => Kick(rest),
            "mute" => $"{rest} was muted.",
            "unmute" => $"{rest} was unmuted.",
            "server-save" => Save(rest),
            "quit" => Quit(),
            "config" => _config.Run(rest),
            "whitelist" => Whitelist(rest),
            "banlist" => BanList(rest),
            "promote" => Promote(rest),
            "demote" => Demote(rest),
            _ => $"Unknown command \"{name}\". /help lists the commands there are.",
        };
    }

    private static (string First, string Behind) Cut(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..].Trim());
    }

    /// <summary><c>1 day, 11 hours, 1 minute and 26 seconds</c>.</summary>
    internal static string ElapsedTime(long ticks)
    {
        var time = TimeSpan.FromSeconds(ticks / 60);
        var parts = new List<string>();
        Add(time.Days, "day");
        Add(time.Hours, "hour");
        Add(time.Minutes, "minute");
        if (time.Seconds > 0 || parts.Count == 0)
            parts.Add(Unit(time.Seconds, "second"));
        return parts.Count == 1 ? parts[0] : string.Join(", ", parts[..^1]) + " and " + parts[^1];

        void Add(int number, string unit)
        {
            if (number > 0)
                parts.Add(Unit(number, unit));
        }

        static string Unit(int number, string unit) => number == 1 ? $"1 {unit}" : string.Create(CultureInfo.InvariantCulture, $"{number} {unit}s");
    }

    private string Players(string which)
    {
        var players = effects.Players();
        var online = which is "online" or "o";
        var shown = online ? players.Where(player => player.Connected).ToList() : [.. players];
        if (which is "count" or "c")
            return string.Create(CultureInfo.InvariantCulture, $"{players.Count} players, {players.Count(player => player.Connected)} online.");
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{(online ? "Online players" : "Players")} ({shown.Count}):"));
        foreach (var player in shown)
            text.Append("\n  ").Append(player.Name).Append(player.Connected ? " (online)" : "");
        return text.ToString();
    }

    private string Ban(string rest)
    {
        var (name, reason) = NameAndReason(rest);
        if (name.Length == 0)
            return "Usage: /ban <player> [reason].";
        if (!lists.Bans.Add(name, reason))
            return $"{name} is already banned.";
        output.Console("BAN", $"{name} was banned by <server>. Reason: {reason}.");
        if (IsOnline(name))
            effects.Disconnect(name, "banned");
        return $"{name} was banned by <server>. Reason: {reason}.";
    }

    private string Unban(string name)
    {
        if (!lists.Bans.Remove(name))
            return $"{name} is not banned.";
        output.Console("UNBANNED", $"{name} was unbanned by <server>.");
        return $"{name} was unbanned by <server>.";
    }

    private string Kick(string rest)
    {
        var (name, reason) = NameAndReason(rest);
        if (!IsOnline(name))
            return $"{name} is not online.";
        output.Console("KICK", $"{name} was kicked by <server>. Reason: {reason}.");
        effects.Disconnect(name, "kicked");
        return $"{name} was kicked by <server>. Reason: {reason}.";
    }

    private static (string Name, string Reason) NameAndReason(string rest)
    {
        var (name, reason) = Cut(rest);
        reason = reason.TrimEnd('.');
        return (name, reason.Length == 0 ? "unspecified" : reason);
    }

    private string Promote(string name)
    {
        if (name.Length == 0)
            return "Usage: /promote <player>.";
        if (!lists.Admins.Add(name))
            return $"{name} is already in the admin list and will be promoted upon joining the game.";
        var text = effects.Players().Any(player => player.Name == name)
            ? $"{name} was promoted to admin by <server>."
            : $"{name} was added to the admin list and will be promoted upon joining the game.";
        output.Console("PROMOTE", text);
        effects.SetAdmin(name, admin: true);
        return text;
    }

    private string Demote(string name)
    {
        if (name.Length == 0)
            return "Usage: /demote <player>.";
        if (!lists.Admins.Remove(name))
            return $"{name} is not in the admin list.";
        var text = effects.Players().Any(player => player.Name == name)
            ? $"{name} was demoted from admin by <server>."
            : $"{name} was removed from the admin list and will not be promoted upon joining the game.";
        output.Console("DEMOTE", text);
        effects.SetAdmin(name, admin: false);
        return text;
    }

    private string Whitelist(string rest)
    {
        var (verb, name) = Cut(rest);
        switch (verb)
        {
            case "add" when name.Length > 0:
                return lists.Whitelist.Add(name) ? $"{name} added to the whitelist." : $"{name} is already whitelisted.";
            case "remove" when name.Length > 0:
                return lists.Whitelist.Remove(name) ? $"{name} removed from the whitelist." : $"{name} is not whitelisted.";
            case "get" when name.Length > 0:
                return lists.Whitelist.Contains(name) ? $"{name} is whitelisted." : $"{name} is not whitelisted.";
            case "get":
                return Listed("Whitelisted players", lists.Whitelist);
            case "clear":
                lists.Whitelist.Clear();
                return "The whitelist has been cleared.";
            case "enable":
                lists.WhitelistEnabled = true;
                return "The whitelist has been enabled.";
            case "disable":
                lists.WhitelistEnabled = false;
                return "The whitelist has been disabled.";
            default:
                return "Usage: /whitelist add|remove|get <player>, or clear, enable, disable.";
        }
    }

    private string BanList(string rest)
    {
        var (verb, name) = Cut(rest);
        switch (verb)
        {
            case "get" when name.Length > 0:
                return lists.Bans.Contains(name) ? $"{name} is banned." : $"{name} is not banned.";
            case "get":
                return Listed("Banned players", lists.Bans);
            case "add" when name.Length > 0:
                return Ban(name);
            case "remove" when name.Length > 0:
                return Unban(name);
            case "clear":
                lists.Bans.Clear();
                return "The ban list has been cleared.";
            default:
                return "Usage: /banlist add|remove|get <player>, or clear.";
        }
    }

    private string Save(string name)
    {
        effects.RequestSave(name.Length > 0 ? name : null);
        return "Saving the map.";
    }

    private string Quit()
    {
        effects.Quit();
        return "";
    }

    private bool IsOnline(string name) => effects.Players().Any(player => player.Connected && player.Name == name);

    private static string Listed(string title, PlayerListFile list) =>
        string.Create(CultureInfo.InvariantCulture, $"{title} ({list.Names.Count()}):") + string.Concat(list.Names.Select(name => "\n  " + name));
}

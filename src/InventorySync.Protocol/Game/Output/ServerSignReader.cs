using System.Globalization;
using System.Text.RegularExpressions;

namespace InventorySync.Protocol.Game.Output;

/// <summary>Recognises the lines a host acts on (factorio-server.md §4.1–4.4, §5).</summary>
public static partial class ServerSignReader
{
    /// <summary>Gives what the line says about the server; null for the many lines that say nothing.</summary>
    public static ServerSign? Read(GameLine line) => line switch
    {
        GameLine.Log { Level: "Error" } error => ReadError(error.Message),
        GameLine.Log log => ReadLog(log.Message),
        // The lock's complaint is known from its text, not from its exact shape.
        GameLine.Bare bare when bare.Text.Contains(LockText, StringComparison.Ordinal) => new ServerSign.DirectoryLocked(bare.Text.Trim()),
        _ => null,
    };

    private const string LockText = "Couldn't acquire exclusive lock";

    private static ServerSign? ReadLog(string message)
    {
        if (message.StartsWith("Starting RCON interface", StringComparison.Ordinal))
            return new ServerSign.RconStarting();
        if (BecomesReady().IsMatch(message))
            return new ServerSign.GameReady();
        if (message == "Saving finished")
            return new ServerSign.SavingFinished();
        if (message.StartsWith("Saving game as ", StringComparison.Ordinal))
            return new ServerSign.Saving(message["Saving game as ".Length..]);
        if (message.StartsWith("Saving map as ", StringComparison.Ordinal))
            return new ServerSign.Saving(message["Saving map as ".Length..]);
        if (SavingAutosave().Match(message) is { Success: true } autosave)
            return new ServerSign.Saving(autosave.Groups["name"].Value);
        if (message.StartsWith("Quitting: ", StringComparison.Ordinal))
            return new ServerSign.Quitting(message["Quitting: ".Length..].TrimEnd('.'));
        if (PeerAddedOrRemoved().Match(message) is { Success: true } peer)
            return new ServerSign.PeerChanged(long.Parse(peer.Groups["peer"].Value, CultureInfo.InvariantCulture), Added: peer.Groups["change"].Value == "adding");
        return ReadSegments(message);
    }

    private static ServerSign.Segments? ReadSegments(string message)
    {
        if (SegmentValues().Match(message) is not { Success: true } match)
            return null;
        return new ServerSign.Segments(new SegmentSettings
        {
            MaximumSize = Number(match.Groups["max"]),
            MinimumSize = Number(match.Groups["min"]),
            MaximumSizePeerCount = Number(match.Groups["maxCount"]),
            MinimumSizePeerCount = Number(match.Groups["minCount"]),
        });

        static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    private static ServerSign ReadError(string message)
    {
        if (message.Contains(LockText, StringComparison.Ordinal))
            return new ServerSign.DirectoryLocked(message);
        if (message.StartsWith("Can't bind socket: ", StringComparison.Ordinal))
            return new ServerSign.PortRefused(IsRcon: true, message);
        if (message.Contains("Binding IPv4 socket failed", StringComparison.Ordinal)
            || message.Contains("Host address is already in use", StringComparison.Ordinal))
        {
            return new ServerSign.PortRefused(IsRcon: false, message);
        }

        return new ServerSign.Failure(message);
    }

    [GeneratedRegex(@"^(update|map)Tick\(\d+\) changing state from\(CreatingGame\) to\(InGame\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BecomesReady();

    [GeneratedRegex(@"^Saving to (?<name>_autosave\d+) \((non-)?blocking\)\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SavingAutosave();

    [GeneratedRegex(@"^nextHeartbeatSequenceNumber\(\d+\) (?<change>adding|removing) peer\((?<peer>\d{1,18})\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PeerAddedOrRemoved();

    [GeneratedRegex(
        @"^Maximum segment size = (?<max>\d{1,9}); minimum segment size = (?<min>\d{1,9}); maximum-segment-size peer count = (?<maxCount>\d{1,9}); minimum-segment-size peer count = (?<minCount>\d{1,9})",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SegmentValues();
}

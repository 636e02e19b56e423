using System.Text;
using System.Text.RegularExpressions;

namespace InventorySync.Protocol.Game.Output;

/// <summary>Tells the shapes of a server's output lines apart (factorio-server.md §4).</summary>
public static partial class GameLineParser
{
    /// <summary>Longest line that is looked at as text; of longer ones only the beginning is.</summary>
    private const int MaxTextBytes = 64 * 1024;

    /// <summary>Classifies one line, given without its end. Bytes that are not UTF-8 are replaced in texts.</summary>
    public static GameLine Parse(ReadOnlyMemory<byte> line)
    {
        if (line.Span.StartsWith(IpcLine.Prefix))
            return new GameLine.Ipc(line);

        var text = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Length, MaxTextBytes)]);
        if (StampedWithSeconds().Match(text) is { Success: true } stamped)
        {
            var rest = stamped.Groups["rest"].Value;
            return LevelAndSource().Match(rest) is { Success: true } level
                ? new GameLine.Log(stamped.Groups["seconds"].Value, level.Groups["level"].Value, level.Groups["source"].Value, level.Groups["message"].Value)
                : new GameLine.Log(stamped.Groups["seconds"].Value, "", "", rest);
        }

        if (StampedWithDate().Match(text) is { Success: true } dated)
        {
            var rest = dated.Groups["rest"].Value;
            return Action().Match(rest) is { Success: true } action
                ? new GameLine.Dated(dated.Groups["time"].Value, action.Groups["action"].Value, action.Groups["text"].Value)
                : new GameLine.Dated(dated.Groups["time"].Value, "", rest);
        }

        return new GameLine.Bare(text);
    }

    [GeneratedRegex(@"^ {0,3}(?<seconds>\d+\.\d+) (?<rest>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StampedWithSeconds();

    [GeneratedRegex(@"^(?<level>\w+) (?<source>\w+\.cpp:\d+|[@=].*?:\d+): (?<message>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LevelAndSource();

    [GeneratedRegex(@"^(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?<rest>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StampedWithDate();

    [GeneratedRegex(@"^\[(?<action>\w+)\] (?<text>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();
}

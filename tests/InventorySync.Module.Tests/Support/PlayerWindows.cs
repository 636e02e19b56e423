using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Support;

/// <summary>A player's windows as the player reads them, in lines of text.</summary>
internal static class PlayerWindows
{
    public static string AsText(JsonObject gui)
    {
        var text = new StringBuilder();
        foreach (var root in (string[])["screen", "center", "left", "top"])
        {
            foreach (var element in gui[root]!.AsArray())
                Write(text, element!.AsObject(), 0);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject element, int depth)
    {
        if (!element["visible"]!.GetValue<bool>())
            return;
        if (Line(element) is { Length: > 0 } line)
            text.Append(' ', 2 * depth).Append(line.Replace("\n", "\n" + new string(' ', 2 * depth), StringComparison.Ordinal)).Append('\n');
        foreach (var child in element["children"]!.AsArray())
            Write(text, child!.AsObject(), depth + 1);
    }

    private static string Line(JsonObject element)
    {
        var caption = element["caption"]!.GetValue<string>();
        return element["type"]!.GetValue<string>() switch
        {
            "frame" => $"== {caption} ==",
            "button" => $"[{caption}]",
            "progressbar" => string.Create(CultureInfo.InvariantCulture, $"|{element["value"]?.GetValue<double>() ?? 0:P0}|"),
            "sprite-button" => $"<{element["sprite"]} {element["number"]} {element["quality"]}> {element["tooltip"]}",
            _ => caption,
        };
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace InventorySync.Module.Tests.Support;

/// <summary>JSON as Factorio writes it: only what must be escaped is, so that every other character travels as itself.</summary>
internal static partial class RawJson
{
    public static string Text(JsonNode node) => Escape().Replace(node.ToJsonString(), match =>
    {
        if (!match.Groups["code"].Success)
            return match.Value;
        var character = (char)int.Parse(match.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return character is < ' ' or '"' or '\\' ? match.Value : character.ToString();
    });

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex(@"\\(u(?<code>[0-9A-Fa-f]{4})|.)", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Escape();
}

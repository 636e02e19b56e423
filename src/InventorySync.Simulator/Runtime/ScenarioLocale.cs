using System.Globalization;
using System.Text;
using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime;

/// <summary>Translates localised strings with the scenario's own English locale files.</summary>
internal sealed class ScenarioLocale
{
    private readonly Dictionary<string, string> _texts = [];

    public ScenarioLocale(IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var (path, content) in files)
        {
            if (!path.StartsWith("locale/en", StringComparison.Ordinal) || !path.EndsWith(".cfg", StringComparison.Ordinal))
                continue;
            var section = "";
            foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
            {
                var text = line.TrimEnd('\r');
                if (text.StartsWith('[') && text.EndsWith(']'))
                    section = text[1..^1] + ".";
                else if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var cut && text[0] is not ('#' or ';'))
                    _texts[section + text[..cut].Trim()] = text[(cut + 1)..].Replace("\\n", "\n", StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Plain text of a localised string: text, a number, <c>{"", …}</c>, or <c>{key, parameters…}</c>.</summary>
    public string Translate(object? value)
    {
        switch (value)
        {
            case null: return "nil";
            case string text: return text;
            case double number: return number.ToString("R", CultureInfo.InvariantCulture);
            case bool boolean: return boolean ? "true" : "false";
            case LuaTable table:
                var parts = table.Items.Select(Translate).ToList();
                if (parts.Count == 0)
                    return "";
                if (parts[0].Length == 0)
                    return string.Concat(parts);
                if (!_texts.TryGetValue(parts[0], out var template))
                    return $"Unknown key: \"{parts[0]}\"";
                for (var i = parts.Count - 1; i >= 1; i--)
                    template = template.Replace($"__{i}__", parts[i], StringComparison.Ordinal);
                return template;
            case ApiObject thing: return thing.ToString();
            default: throw new ScriptErrorException("This is no localised string.");
        }
    }
}

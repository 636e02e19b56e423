using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;

namespace InventorySync.Simulator.Runtime;

/// <summary>
/// Translates localised strings with the scenario's own locale files, into English where a language lacks a text. The
/// game's own texts are not here, but for the names of prototypes, which are made from the prototypes' names.
/// </summary>
internal sealed partial class ScenarioLocale
{
    public const string English = "en";

    private const int MostParameters = 20;
    private const int MostLevels = 20;

    private readonly Dictionary<(string Language, string Key), string> _texts = [];
    private readonly PrototypeSet _prototypes;

    public ScenarioLocale(IReadOnlyDictionary<string, byte[]> files, PrototypeSet prototypes)
    {
        _prototypes = prototypes;
        foreach (var (path, content) in files)
        {
            var folders = path.Split('/');
            if (folders.Length >= 3 && folders[0] == "locale" && path.EndsWith(".cfg", StringComparison.Ordinal))
                Read(folders[1], Encoding.UTF8.GetString(content));
        }
    }

    /// <summary>Plain text of a localised string: text, a number, <c>{"", …}</c>, <c>{"?", …}</c> or <c>{key, parameters…}</c>.</summary>
    /// <exception cref="ScriptErrorException">It is none, or beyond the game's limits.</exception>
    public string Translate(object? value, string language) => Translate(value, language, 0);

    private string Translate(object? value, string language, int level)
    {
        switch (value)
        {
            case null: return "nil";
            case string text: return text;
            case double number: return number.ToString("R", CultureInfo.InvariantCulture);
            case bool boolean: return boolean ? "true" : "false";
            case LuaTable table: return Translate(table.Items.ToList(), language, level);
            case ApiObject thing: return thing.ToString();
            default: throw new ScriptErrorException("This is no localised string.");
        }
    }

    private string Translate(List<object?> items, string language, int level)
    {
        if (items.Count == 0)
            return "";
        if (level >= MostLevels)
            throw new ScriptErrorException($"A localised string is nested deeper than {MostLevels} levels.");
        if (items.Count - 1 > MostParameters)
            throw new ScriptErrorException($"Too many parameters for localised string: {items.Count - 1} > {MostParameters} (limit).");
        if (items[0] is not string key)
            throw new ScriptErrorException("The first member of a localised string must be its key.");
        var parameters = items.Skip(1).Select(item => Translate(item, language, level + 1)).ToList();
        if (key.Length == 0)
            return string.Concat(parameters);
        if (key == "?")
            return items.Skip(1).Zip(parameters).FirstOrDefault(pair => IsKnown(pair.First, language)).Second ?? parameters.LastOrDefault("");
        return Find(key, language) is { } template ? Fill(template, parameters, key) : $"Unknown key: \"{key}\"";
    }

    private bool IsKnown(object? item, string language) =>
        item is not LuaTable table || table[1] is not string key || key.Length == 0 || Find(key, language) is not null;

    private string? Find(string key, string language) =>
        _texts.GetValueOrDefault((language, key)) ?? _texts.GetValueOrDefault((English, key)) ?? PrototypeName(key);

    private string? PrototypeName(string key)
    {
        var cut = key.IndexOf('.', StringComparison.Ordinal);
        var name = key[(cut + 1)..];
        var isKnown = key[..Math.Max(cut, 0)] switch
        {
            "item-name" => _prototypes.Items.ContainsKey(name),
            "equipment-name" => _prototypes.Equipment.ContainsKey(name),
            "quality-name" => _prototypes.Qualities.ContainsKey(name),
            "recipe-name" => _prototypes.Recipes.ContainsKey(name),
            _ => false,
        };
        return isKnown ? char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ') : null;
    }

    private static string Fill(string template, List<string> parameters, string key)
    {
        var chosen = Plural().Replace(template, found => Choose(found.Groups["choices"].Value, Parameter(found), key));
        if (Builtin().Match(chosen) is { Success: true } builtin)
            throw new ScriptErrorException($"not simulated: {builtin.Value} in the text {key}");
        return Placeholder().Replace(chosen, found => Parameter(found) ?? found.Value);

        string? Parameter(Match found)
        {
            var number = int.Parse(found.Groups["number"].Value, CultureInfo.InvariantCulture);
            return number >= 1 && number <= parameters.Count ? parameters[number - 1] : null;
        }
    }

    /// <summary>The first fitting form: <c>1=one|2,3=few|ends in 11,12=teen|rest=many</c>.</summary>
    private static string Choose(string choices, string? number, string key)
    {
        if (number is null || !number.All(char.IsAsciiDigit))
            throw new ScriptErrorException($"The plural in the text {key} is of \"{number}\", which is no whole number.");
        foreach (var choice in choices.Split('|'))
        {
            var cut = choice.IndexOf('=', StringComparison.Ordinal);
            if (cut < 0)
                throw new ScriptErrorException($"The plural in the text {key} has a form without a condition: {choice}");
            var condition = choice[..cut];
            var fits = condition == "rest"
                || (condition.StartsWith("ends in ", StringComparison.Ordinal)
                    ? condition["ends in ".Length..].Split(',').Any(end => number.EndsWith(end, StringComparison.Ordinal))
                    : condition.Split(',').Contains(number));
            if (fits)
                return choice[(cut + 1)..];
        }

        return "";
    }

    private void Read(string language, string content)
    {
        var section = "";
        foreach (var line in content.Split('\n'))
        {
            var text = line.TrimEnd('\r');
            if (text.StartsWith('[') && text.EndsWith(']'))
                section = text[1..^1] + ".";
            else if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var cut && text[0] is not ('#' or ';'))
                // Blanks around the sign belong to the key and to the text.
                _texts[(language, section + text[..cut])] = text[(cut + 1)..].Replace("\\n", "\n", StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"__plural_for_parameter__(?<number>\d+)__\{(?<choices>[^}]*)\}__", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Plural();

    [GeneratedRegex(@"__(?<number>\d+)__", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"__(plural_for_parameter|[A-Z][A-Z_]*__)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Builtin();
}

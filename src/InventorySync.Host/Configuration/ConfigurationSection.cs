using System.Text.Json;
using System.Text.Json.Nodes;

namespace InventorySync.Host.Configuration;

/// <summary>Reads the entries of one JSON object and collects everything that is wrong with them.</summary>
internal sealed class ConfigurationSection(JsonObject json, string path, List<string> mistakes)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public string Text(string name, string? fallback, string mend)
    {
        var value = Take(name);
        if (value is JsonValue text && text.TryGetValue<string>(out var found) && found.Length > 0)
            return found;
        if (value is not null)
            mistakes.Add($"{path}{name} must be a text. {mend}");
        else if (fallback is null)
            mistakes.Add($"{path}{name} is missing. {mend}");
        return fallback ?? "";
    }

    public string? OptionalText(string name, string mend)
    {
        var value = Take(name);
        if (value is null)
            return null;
        if (value is JsonValue text && text.TryGetValue<string>(out var found) && found.Length > 0)
            return found;
        mistakes.Add($"{path}{name} must be a text, or left out. {mend}");
        return null;
    }

    public int Integer(string name, int? fallback, int minimum, int maximum, string mend)
    {
        var value = Take(name);
        if (value is null && fallback is { } chosen)
            return chosen;
        if (value is JsonValue number && number.TryGetValue<int>(out var found) && found >= minimum && found <= maximum)
            return found;
        mistakes.Add(value is null
            ? $"{path}{name} is missing. {mend}"
            : $"{path}{name} must be an integer from {minimum} to {maximum}. {mend}");
        return fallback ?? minimum;
    }

    public bool Boolean(string name, bool fallback)
    {
        var value = Take(name);
        if (value is null)
            return fallback;
        if (value is JsonValue boolean && boolean.TryGetValue<bool>(out var found))
            return found;
        mistakes.Add($"{path}{name} must be true or false.");
        return fallback;
    }

    public JsonObject Object(string name)
    {
        var value = Take(name);
        if (value is JsonObject found)
            return found;
        if (value is not null)
            mistakes.Add($"{path}{name} must be an object in braces.");
        return [];
    }

    public IEnumerable<ConfigurationSection> List(string name, string mend)
    {
        if (Take(name) is not JsonArray list)
        {
            mistakes.Add($"{path}{name} must be a list in brackets. {mend}");
            yield break;
        }

        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is JsonObject entry)
                yield return new ConfigurationSection(entry, $"{path}{name}[{index}].", mistakes);
            else
                mistakes.Add($"{path}{name}[{index}] must be an object in braces.");
        }
    }

    /// <summary>Call last: a misspelt entry would otherwise be silently without effect.</summary>
    public void ComplainAboutTheRest()
    {
        foreach (var (name, _) in json)
        {
            if (!_read.Contains(name))
                mistakes.Add($"{path}{name} is not known. Check its spelling against `invsync host init`.");
        }
    }

    private JsonNode? Take(string name)
    {
        _read.Add(name);
        return json.TryGetPropertyValue(name, out var value) && value?.GetValueKind() is not (null or JsonValueKind.Null) ? value : null;
    }
}

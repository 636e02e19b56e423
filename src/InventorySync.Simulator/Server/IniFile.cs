namespace InventorySync.Simulator.Server;

/// <summary>The game's configuration files: sections of key=value, comments after ; or # (factorio-server §1).</summary>
internal static class IniFile
{
    /// <summary>All values by <c>section.key</c>, or by the key alone where they stand before any section.</summary>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = "";
        foreach (var raw in File.ReadLines(path))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is ';' or '#')
                continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1] + ".";
                continue;
            }
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                values[section + line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }
        return values;
    }
}

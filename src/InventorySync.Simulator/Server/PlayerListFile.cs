using System.Text.Json;
using System.Text.Json.Nodes;

namespace InventorySync.Simulator.Server;

/// <summary>
/// server-adminlist.json, server-whitelist.json or server-banlist.json: names, with a reason each for bans
/// (factorio-server §1). Names compare case-sensitively.
/// </summary>
public sealed class PlayerListFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _path;
    private readonly bool _withReasons;
    private readonly List<(string Name, string Reason)> _entries = [];

    private PlayerListFile(string path, bool withReasons)
    {
        _path = path;
        _withReasons = withReasons;
    }

    public IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    /// <param name="withReasons">Whether entries are objects with username and reason, as bans are.</param>
    /// <exception cref="ServerStartException">The file is there and holds something else.</exception>
    public static PlayerListFile Read(string path, bool withReasons)
    {
        var list = new PlayerListFile(path, withReasons);
        if (!File.Exists(path))
            return list;
        try
        {
            foreach (var entry in JsonNode.Parse(File.ReadAllText(path))?.AsArray() ?? [])
            {
                // Bans may also be of addresses, which have no name.
                if (entry is JsonValue name)
                    list._entries.Add((name.GetValue<string>(), ""));
                else if (entry?["username"]?.GetValue<string>() is { } username)
                    list._entries.Add((username, entry["reason"]?.GetValue<string>() ?? ""));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"Cannot read the player list {path}: {exception.Message}", exception);
        }
        return list;
    }

    public bool Contains(string name) => _entries.Exists(entry => entry.Name == name);

    /// <returns>Whether it was not in the list.</returns>
    public bool Add(string name, string reason = "")
    {
        if (Contains(name))
            return false;
        _entries.Add((name, reason));
        Write();
        return true;
    }

    /// <returns>Whether it was in the list.</returns>
    public bool Remove(string name)
    {
        if (_entries.RemoveAll(entry => entry.Name == name) == 0)
            return false;
        Write();
        return true;
    }

    public void Clear()
    {
        _entries.Clear();
        Write();
    }

    // In place and not by renaming: whoever watches the file would lose it.
    private void Write()
    {
        JsonNode[] entries = _withReasons
            ? [.. _entries.Select(entry => new JsonObject { ["username"] = entry.Name, ["reason"] = entry.Reason })]
            : [.. _entries.Select(entry => JsonValue.Create(entry.Name))];
        File.WriteAllText(_path, new JsonArray(entries).ToJsonString(Indented) + "\n");
    }
}

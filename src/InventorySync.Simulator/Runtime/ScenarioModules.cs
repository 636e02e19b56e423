using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime;

/// <summary>Finds the Lua files that <c>require</c> names (factorio-server.md §9.1).</summary>
internal sealed class ScenarioModules(IReadOnlyDictionary<string, byte[]> files)
{
    /// <summary>
    /// Key in <c>package.loaded</c>, source, and folder of a module. Looks beside the requiring file, then from the
    /// scenario's root, then in the libraries that come with the game.
    /// </summary>
    /// <param name="name">As given to <c>require</c>: a path, dots standing for slashes, with or without <c>.lua</c>.</param>
    /// <param name="folder">Folder of the requiring file, empty for the root, or ending in a slash.</param>
    public object?[] Find(string name, string folder)
    {
        var path = name.EndsWith(".lua", StringComparison.Ordinal) ? name[..^4] : name;
        if (!path.Contains('/', StringComparison.Ordinal) && !path.StartsWith("__", StringComparison.Ordinal))
            path = path.Replace('.', '/');
        if (path.StartsWith("__level__/", StringComparison.Ordinal))
            path = path["__level__/".Length..];
        if (path.StartsWith("__core__/lualib/", StringComparison.Ordinal))
            path = path["__core__/lualib/".Length..];
        if (path.Contains("..", StringComparison.Ordinal) || path.StartsWith('/'))
            throw new ScriptErrorException($"module {name} not found; the path leaves the scenario.");

        foreach (var candidate in (string[])[folder + path + ".lua", path + ".lua"])
        {
            if (files.TryGetValue(candidate, out var source))
                return ["__level__/" + candidate, source, candidate[..(candidate.LastIndexOf('/') + 1)]];
        }

        if (path is "event_handler" or "util")
            return [$"__core__/lualib/{path}.lua", Resources.Bytes($"Lua/lualib/{path}.lua"), ""];
        throw new ScriptErrorException($"module {name} not found; looked for {folder}{path}.lua and {path}.lua in the scenario. Modules of mods (__name__) are not simulated.");
    }
}

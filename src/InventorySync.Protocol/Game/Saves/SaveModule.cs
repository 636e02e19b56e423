using System.Text;
using System.Text.Json;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>A module to patch into saves: what its <c>module.json</c> says, and its files (save-patching-and-ipc.md §2.2).</summary>
public sealed record SaveModule
{
    /// <summary>Name, also that of its folder below <c>modules/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>Names of modules it needs, with the ranges of their versions.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Dependencies { get; init; } = [];

    /// <summary>Files that are only required.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>Files given to the game's <c>event_handler</c>.</summary>
    public IReadOnlyList<string> Load { get; init; } = [];

    /// <summary>Files by their path in the module's folder, with <c>/</c> between names; <c>module.json</c> among them.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; }

    /// <summary>Makes a module of the files of its folder.</summary>
    /// <param name="files">Content by path, with <c>/</c> between names.</param>
    /// <exception cref="SaveRefusedException"><c>module.json</c> is missing or malformed, or names a file that is not there.</exception>
    public static SaveModule FromFiles(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (!files.TryGetValue("module.json", out var json))
            throw new SaveRefusedException("A module's folder must hold a module.json.");
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var module = new SaveModule
            {
                Name = root.GetProperty("name").GetString()!,
                Version = root.GetProperty("version").GetString()!,
                Dependencies = root.TryGetProperty("dependencies", out var dependencies)
                    ? [.. dependencies.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value.GetString()!))]
                    : [],
                Require = Texts(root, "require"),
                Load = Texts(root, "load"),
                Files = files,
            };
            foreach (var file in module.Load.Concat(module.Require))
            {
                if (!files.ContainsKey(file) && !files.ContainsKey(file + ".lua"))
                    throw new SaveRefusedException($"The module.json of {module.Name} names {file}, which is not in its folder.");
            }

            return module;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SaveRefusedException($"A module.json is malformed: {exception.Message}", exception);
        }
    }

    /// <summary>The files as they lie below a save's root, in the order of their paths.</summary>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> PlacedFiles()
    {
        foreach (var (path, content) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
            yield return KeyValuePair.Create(Place(path), content);
        if (Files.ContainsKey("module_exports.lua"))
        {
            ReadOnlyMemory<byte> forward = Encoding.UTF8.GetBytes($"return require(\"modules/{Name}/module_exports\")\n");
            yield return KeyValuePair.Create($"modules/{Name}.lua", forward);
        }
    }

    /// <summary>Where a file of the module's folder goes: locale files of all modules share the save's <c>locale</c> folder.</summary>
    private string Place(string path)
    {
        var names = path.Split('/');
        if (names.Length < 2 || names[0] != "locale")
            return $"modules/{Name}/{path}";
        if (names.Length >= 3)
            return $"locale/{names[1]}/{Name}-{string.Join('/', names[2..])}";

        var dot = names[1].IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? $"locale/{names[1]}/{Name}"
            : $"locale/{names[1][..dot]}/{Name}{names[1][dot..]}";
    }

    private static string[] Texts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : [];
}

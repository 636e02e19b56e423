using System.Text.Json;
using System.Text.RegularExpressions;
using InventorySync.Module.Tests.Support;
using InventorySync.Tests.Shared;

namespace InventorySync.Module.Tests.Servers;

/// <summary>What the module asks of the game exists in the lowest and the highest version it supports, also on paths that no test takes.</summary>
public sealed partial class Using_the_runtime_api
{
    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Every_member_the_module_touches_is_of_the_games_api_or_its_own(string version)
    {
        var file = Path.Combine("factorio", $"runtime-api-{version}.json");
        Assert.SkipWhen(SharedFolder.Find(file) is null, SharedFolder.Absence(file));
        var known = OwnNames();
        using (var api = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Find(file)!)))
            CollectNames(api.RootElement, known);

        // Lua's own libraries.
        known.UnionWith(["concat", "sort", "insert", "remove", "unpack", "floor", "ceil", "min", "max", "huge", "byte", "sub", "match", "gmatch", "gsub", "format", "rep", "char", "find"]);
        var unknown = ModuleFiles()
            .SelectMany(source => Touched().Matches(WithoutTextsAndComments(source)).Select(touched => touched.Groups["name"].Value))
            .Distinct()
            .Where(name => !known.Contains(name))
            .Order()
            .ToList();

        Assert.True(unknown.Count == 0, $"Neither of Factorio {version} nor the module's own: {string.Join(", ", unknown)}");
    }

    private static IEnumerable<string> ModuleFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "module"), "*.lua", SearchOption.AllDirectories).Select(File.ReadAllText);

    /// <summary>Names that the module gives itself: functions, keys of its tables, windows, and the fields it declares of its stored shapes.</summary>
    private static HashSet<string> OwnNames() =>
    [
        .. ModuleFiles().SelectMany(source => Given().Matches(source)).Select(given => given.Groups["name"].Value),
    ];

    private static void CollectNames(JsonElement element, HashSet<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var inner in element.EnumerateArray())
                CollectNames(inner, names);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Name == "name" && member.Value.ValueKind == JsonValueKind.String)
                    names.Add(member.Value.GetString()!);
                else
                    CollectNames(member.Value, names);
            }
        }
    }

    private static string WithoutTextsAndComments(string source) => TextsAndComments().Replace(source, "\"\"");

    [GeneratedRegex("""--[^\n]*|"(\\.|[^"\\])*"|'(\\.|[^'\\])*'""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex TextsAndComments();

    [GeneratedRegex(@"(?<!\.)[.:](?<name>[A-Za-z_]\w*)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Touched();

    [GeneratedRegex(
        @"---\s*@field (?<name>\w+)|function \w+[.:](?<name>\w+)|[{,]\s*(?<name>\w+) =(?!=)|^\s*(?<name>\w+) = |^\w+\.(?<name>\w+) = |""(?<name>inventory_sync_\w+)""|^\s*(context|upload|acquisition|record|copy|result|document|entry|root)\.(?<name>\w+) = ",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Given();
}

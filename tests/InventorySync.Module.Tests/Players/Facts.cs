using System.Collections.Concurrent;
using System.Globalization;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Players;

/// <summary>What a game of a version knows: the tables that the simulator reads, without the simulator's code.</summary>
internal sealed class Facts
{
    private static readonly ConcurrentDictionary<string, Facts> Versions = new(StringComparer.Ordinal);

    private readonly HashSet<string> _handCategories = new(StringComparer.Ordinal);

    private Facts(params string[] files)
    {
        foreach (var words in files
            .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, "src/InventorySync.Simulator/Prototypes", file)))
            .Select(line => line.Split(' ')))
        {
            Read(words);
        }
    }

    public List<Item> Items { get; } = [];

    public List<Equipment> Pieces { get; } = [];

    public List<Recipe> Recipes { get; } = [];

    public Dictionary<string, int> Qualities { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (int Width, int Height)> Grids { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<Item>> ItemsByType { get; private set; } = [];

    public static Facts Of(string version) => Versions.GetOrAdd(version, static version =>
    {
        var facts = new Facts(version.StartsWith("2.1", StringComparison.Ordinal) ? "2.1.12.txt" : "2.0.77.txt", "test-mods.txt");
        facts.ItemsByType = facts.Items.GroupBy(item => item.Type).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        return facts;
    });

    public bool IsCraftedByHand(Recipe recipe) => _handCategories.Contains(recipe.Category);

    private void Read(string[] words)
    {
        switch (words[0])
        {
            case "quality":
                Qualities.Add(words[1], Number(words[2]));
                break;
            case "grid":
                Grids.Add(words[1], (Number(words[2]), Number(words[3])));
                break;
            case "crafting":
                _handCategories.UnionWith(words[1..]);
                break;
            case "equipment":
                Pieces.Add(new Equipment(words[1], words[2], Number(words[3]), Number(words[4]), Attributes(words[6..])));
                break;
            case "item":
                Items.Add(new Item(words[1], words[2], Number(words[3]), Attributes(words[4..])));
                break;
            case "recipe":
                var results = Array.IndexOf(words, ">");
                Recipes.Add(new Recipe(words[1], words[2], [.. words[5..results].Where(word => word.Length > 0).Select(Amount)]));
                break;
            default:
                break;
        }
    }

    private static (string Name, int Count) Amount(string word) =>
        (word[..word.IndexOf('*', StringComparison.Ordinal)], Number(word[(word.IndexOf('*', StringComparison.Ordinal) + 1)..]));

    private static Dictionary<string, string> Attributes(string[] words) =>
        words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    internal sealed record Item(string Name, string Type, int StackSize, Dictionary<string, string> Attributes)
    {
        public double Number(string attribute) =>
            Attributes.TryGetValue(attribute, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : 0;

        /// <summary>Wears as it is used; what never wears is infinite.</summary>
        public bool Wears => Attributes.ContainsKey("durability") && !Attributes.ContainsKey("infinite");
    }

    internal sealed record Equipment(string Name, string Type, int Width, int Height, Dictionary<string, string> Attributes)
    {
        public double Number(string attribute) =>
            Attributes.TryGetValue(attribute, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    internal sealed record Recipe(string Name, string Category, (string Name, int Count)[] Ingredients);
}

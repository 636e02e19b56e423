using System.Globalization;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.Prototypes;

/// <summary>
/// The items, equipment, qualities and recipes that a server knows. Read from the tables in this folder, which a test
/// compares with the facts taken from the game's data stage.
/// </summary>
internal sealed class PrototypeSet
{
    private static readonly string[] Shortcuts =
    [
        "toggle-alt-mode", "undo", "redo", "copy", "cut", "paste", "import-string", "give-blueprint", "give-blueprint-book",
        "give-deconstruction-planner", "give-upgrade-planner", "toggle-personal-roboport", "toggle-equipment-movement-bonus",
        "give-copper-wire", "give-green-wire", "give-red-wire", "give-artillery-targeting-remote", "give-spidertron-remote", "give-discharge-defense-remote",
    ];

    private readonly Dictionary<string, ItemPrototype> _items = [];
    private readonly Dictionary<string, EquipmentPrototype> _equipment = [];
    private readonly Dictionary<string, QualityPrototype> _qualities = [];
    private readonly Dictionary<string, GridPrototype> _grids = [];
    private readonly Dictionary<string, RecipePrototype> _recipes = [];

    private static readonly string[] SpaceLocationNames =
        ["nauvis", "vulcanus", "gleba", "fulgora", "aquilo", "solar-system-edge", "shattered-planet", "space-location-unknown"];

    private readonly Dictionary<string, EntityPrototype> _entities = new() { ["character"] = new EntityPrototype("character", "character") };

    private readonly Dictionary<string, ShortcutPrototype> _shortcuts = Shortcuts.ToDictionary(
        name => name,
        name => new ShortcutPrototype(name, toggleable: name.StartsWith("toggle-", StringComparison.Ordinal), action: name));

    private readonly HashSet<string> _missingEntities = [];

    private PrototypeSet()
    {
    }

    public IReadOnlyDictionary<string, ItemPrototype> Items => _items;

    public IReadOnlyDictionary<string, EquipmentPrototype> Equipment => _equipment;

    public IReadOnlyDictionary<string, QualityPrototype> Qualities => _qualities;

    public IReadOnlyDictionary<string, GridPrototype> Grids => _grids;

    public IReadOnlyDictionary<string, RecipePrototype> Recipes => _recipes;

    public IReadOnlyDictionary<string, ShortcutPrototype> ShortcutSet => _shortcuts;

    /// <summary>Kinds of bodies.</summary>
    public IReadOnlyDictionary<string, EntityPrototype> Entities => _entities;

    public IReadOnlyDictionary<string, SpaceLocationPrototype> SpaceLocations { get; } =
        SpaceLocationNames.ToDictionary(name => name, name => new SpaceLocationPrototype(name));

    public QualityPrototype Normal => _qualities["normal"];

    public int MainInventorySize { get; private set; }

    public int GunSlots { get; private set; }

    public int AmmoSlots { get; private set; }

    public double MaximumHealth { get; private set; }

    /// <summary>Categories of recipes that a character crafts.</summary>
    public IReadOnlySet<string> HandCrafting { get; private set; } = new HashSet<string>();

    /// <summary>Reads the set of a version of the game.</summary>
    /// <param name="version">2.0.x or 2.1.x.</param>
    /// <param name="testMods">Adds the kinds of items that only mods have.</param>
    /// <param name="only">Names of the items this server has, null for all.</param>
    public static PrototypeSet Of(string version, bool testMods, IReadOnlySet<string>? only)
    {
        var set = new PrototypeSet();
        set.Read(Resources.Text(version.StartsWith("2.1.", StringComparison.Ordinal) ? "Prototypes/2.1.12.txt" : "Prototypes/2.0.77.txt"));
        var mods = testMods || only is not null;
        if (mods)
            set.AddTestMods();
        if (only is not null)
            set.Restrict(only);
        foreach (var item in set._items.Values)
            item.GridPrototype = item.Grid is { } grid ? set._grids[grid] : null;
        return set;
    }

    /// <summary>
    /// Whether blueprints may hold this entity. Entities have no table here: unknown are those whose item this server
    /// lacks, and any whose name starts with <c>unknown-</c>.
    /// </summary>
    public bool KnowsEntity(string name) =>
        !_missingEntities.Contains(name) && !name.StartsWith("unknown-", StringComparison.Ordinal);

    private void AddTestMods()
    {
        Read(Resources.Text("Prototypes/test-mods.txt"));
        _entities.Add("scout", new EntityPrototype("scout", "character"));
        _shortcuts.Add("backpack-window", new ShortcutPrototype("backpack-window", toggleable: true, action: "lua"));
        _shortcuts.Add("backpack-sort", new ShortcutPrototype("backpack-sort", toggleable: false, action: "lua"));
    }

    private void Restrict(IReadOnlySet<string> only)
    {
        foreach (var item in _items.Values.Where(item => !only.Contains(item.Name)).ToList())
        {
            _items.Remove(item.Name);
            if (item.PlaceResult is { } entity)
                _missingEntities.Add(entity);
        }

        foreach (var name in only)
            _items.TryAdd(name, new ItemPrototype(name, "item", 50));
        // So do recipes with what they take and make.
        foreach (var recipe in _recipes.Values.Where(recipe => recipe.Ingredients.Concat(recipe.Results).Any(item => !_items.ContainsKey(item.Name))).ToList())
            _recipes.Remove(recipe.Name);
        // Equipment goes with its item.
        foreach (var equipment in _equipment.Values.Where(e => e.Item is { } item && !_items.ContainsKey(item)).ToList())
            _equipment.Remove(equipment.Name);
    }

    private void Read(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "#": break;
                case "character":
                    MainInventorySize = Whole(words[1]);
                    GunSlots = Whole(words[2]);
                    AmmoSlots = Whole(words[3]);
                    MaximumHealth = Whole(words[4]);
                    break;
                case "crafting":
                    HandCrafting = words[1..].ToHashSet();
                    break;
                case "quality":
                    _qualities.Add(words[1], new QualityPrototype(words[1], Whole(words[2]), words[3] == "-" ? null : words[3]));
                    break;
                case "grid":
                    _grids.Add(words[1], new GridPrototype(words[1], Whole(words[2]), Whole(words[3])));
                    break;
                case "equipment":
                    _equipment.Add(words[1], new EquipmentPrototype(words[1], words[2], Whole(words[3]), Whole(words[4]), words[5] == "-" ? null : words[5])
                    {
                        Facts = Attributes(words[6..]),
                    });
                    break;
                case "item":
                    _items.Add(words[1], new ItemPrototype(words[1], words[2], Whole(words[3])) { Facts = Attributes(words[4..]) });
                    break;
                case "recipe":
                    ReadRecipe(words);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown line in the facts: {line}");
            }
        }
    }

    private void ReadRecipe(string[] words)
    {
        var results = Array.IndexOf(words, ">");
        _recipes.Add(words[1], new RecipePrototype(words[1])
        {
            Category = words[2],
            Energy = double.Parse(words[3], CultureInfo.InvariantCulture),
            Enabled = words[4] == "enabled",
            Ingredients = [.. words[5..results].Where(word => word.Length > 0).Select(Amount)],
            Results = [.. words[(results + 1)..].Select(Amount)],
        });
    }

    private static (string Name, int Count) Amount(string word)
    {
        var cut = word.IndexOf('*', StringComparison.Ordinal);
        return (word[..cut], Whole(word[(cut + 1)..]));
    }

    private static Dictionary<string, string> Attributes(string[] words) =>
        words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A player, connected or not.</summary>
internal sealed partial class Player : Actor
{
    private Character? _character;
    private Force _force;
    private Surface _surface;
    private Position _position = new(0, 0);

    public Player(GameWorld world, int index, string name)
        : base(world)
    {
        Index = index;
        Name = name;
        _force = world.Forces["player"];
        _surface = world.Surfaces[0];
        Cursor = new ItemStack(world) { Player = this };
        Gui = new Gui(this);
        ViewSettings = new GameViewSettings(this);
    }

    public override string ClassName => "LuaPlayer";

    public override string? SaveName => $"player/{Index}";

    /// <summary>Scripts took the player off the map.</summary>
    public bool Removed { get; set; }

    public override bool IsValid => !Removed;

    public int Index { get; }

    /// <summary>The spelling of the account at the last join.</summary>
    public string Name { get; set; }

    public bool Connected { get; set; }

    public Color Color { get; set; } = new(1, 0.63f, 0.26f, 0.5f);

    public Color ChatColor { get; set; } = new(1, 0.63f, 0.26f, 0.5f);

    public string Tag { get; set; } = "";

    public bool Admin { get; set; }

    public bool Spectator { get; set; }

    public bool CheatMode { get; set; }

    /// <summary>The controller on the map, without remote view.</summary>
    public ControllerType PhysicalController { get; private set; } = ControllerType.Ghost;

    /// <summary>The player looks at some other place; his body stays where it is.</summary>
    public bool InRemoteView { get; set; }

    public ControllerType Controller => InRemoteView ? ControllerType.Remote : PhysicalController;

    /// <summary>What the editor or a cutscene goes back to.</summary>
    public ControllerType? StashedController { get; private set; }

    /// <summary>The body, also while its player is offline.</summary>
    public Character? Character => _character;

    public Inventory? GodInventory { get; private set; }

    public Inventory? EditorInventory { get; private set; }

    /// <summary>Ticks until a dead player gets a new body, null when he does not wait for one.</summary>
    public uint? TicksToRespawn { get; set; }

    /// <summary>Filters of the main inventory that the next body will have.</summary>
    public Dictionary<int, Filter> RespawnFilters { get; } = [];

    /// <summary>Requests that the next body will have; on 2.1 scripts can read and write them.</summary>
    public System.Text.Json.Nodes.JsonObject? RespawnLogistics { get; set; }

    public QualityPrototype? RespawnQuality { get; set; }

    public ItemStack Cursor { get; }

    public Gui Gui { get; }

    /// <summary>Slots from 1 to 100.</summary>
    public SortedDictionary<int, QuickBarSlot> QuickBar { get; } = [];

    /// <summary>Page shown in each row, from 1.</summary>
    public int[] QuickBarPages { get; } = [1, 2, 3, 4];

    public HashSet<string> RecipeNotifications { get; } = [];

    public HashSet<string> ToggledShortcuts { get; } = [];

    public HashSet<string> UnavailableShortcuts { get; } = [];

    public HashSet<string> DisabledAlerts { get; } = [];

    public HashSet<string> MutedAlerts { get; } = [];

    /// <summary>Plain attributes without consequences, by name; absent ones have their default.</summary>
    public Dictionary<string, object?> Settings { get; } = [];

    public GameViewSettings ViewSettings { get; }

    public string PermissionGroup { get; set; } = "Default";

    public ApiObject? Opened { get; set; }

    public QuickBarSlot? CursorGhost { get; set; }

    /// <summary>The item in the hand that is destroyed when the hand is cleared, such as a blueprint of the library.</summary>
    public Item? TemporaryItem { get; set; }

    public bool IsCursorTemporary => Cursor.Item is { } held && held == TemporaryItem;

    public (string Inventory, int Slot)? Hand { get; set; }

    /// <summary>Texts printed to this player, oldest first; the oldest are dropped above 1000.</summary>
    public Queue<string> Messages { get; } = [];

    /// <summary>Language of the player's game.</summary>
    public string Locale { get; set; } = ScenarioLocale.English;

    public long OnlineTime { get; set; }

    public long LastOnline { get; set; }

    public override Character? Body => Connected && PhysicalController is ControllerType.Character ? _character : null;

    public override Force Force
    {
        get => _force;
        set
        {
            var old = _force;
            if (old == value)
                return;
            _force = value;
            if (_character is not null)
                _character.Force = value;
            World.Raise("on_player_changed_force", ("player_index", Index), ("force", old));
        }
    }

    public override Surface Surface => Body?.Surface ?? _surface;

    public override Position Position => Body?.Position ?? _position;

    public override ItemStack? CursorStack =>
        Connected && PhysicalController is ControllerType.Character or ControllerType.God or ControllerType.Editor ? Cursor : null;

    public override Inventory? FindInventory(string name) => name switch
    {
        "god_main" => Connected && PhysicalController == ControllerType.God ? GodInventory : null,
        "editor_main" => Connected && PhysicalController == ControllerType.Editor ? EditorInventory : null,
        _ => Body?.FindInventory(name),
    };

    /// <summary>The inventory the player works with; none in remote view, as a spectator or ghost.</summary>
    public Inventory? MainInventory => Controller switch
    {
        ControllerType.Character => Body?.Main,
        ControllerType.God => FindInventory("god_main"),
        ControllerType.Editor => FindInventory("editor_main"),
        _ => null,
    };

    /// <summary>Prints a localised string in the player's language.</summary>
    public void PrintLocalised(object? message) => Print(World.Translate(message, Locale));

    public void Print(string text)
    {
        Messages.Enqueue(text);
        if (Messages.Count > 1000)
            Messages.Dequeue();
    }

    public void Place(Surface surface, Position position)
    {
        _surface = surface;
        _position = position;
        Body?.Place(surface, position);
    }
}

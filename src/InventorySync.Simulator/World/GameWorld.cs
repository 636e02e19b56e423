using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>The map: players, bodies, forces, surfaces, script inventories, and counters for identities.</summary>
internal sealed class GameWorld
{
    private readonly HashSet<(Player Player, InventoryKind Kind)> _changedInventories = [];
    private readonly HashSet<Player> _changedCursors = [];
    private ulong _itemNumbers;
    private uint _gridIds;
    private uint _unitNumbers;
    private int _scriptInventories;
    private int _playerIndexes;

    public GameWorld(GameSetup setup, PrototypeSet prototypes, MemberFacts facts)
    {
        Setup = setup;
        Prototypes = prototypes;
        Facts = facts;
        RandomState = setup.Seed + 0x9E3779B97F4A7C15;
        Changes = new WorldChanges(this);
        AddSurface("nauvis", isPlatform: false);
        foreach (var name in (string[])["player", "enemy", "neutral"])
            AddForce(name);
    }

    public GameSetup Setup { get; }

    public PrototypeSet Prototypes { get; }

    public MemberFacts Facts { get; }

    /// <summary>Runs the handlers of an event; set by the runtime once the script is loaded.</summary>
    public Action<string, (string Name, object? Value)[]> Raised { get; set; } = static (_, _) => { };

    /// <summary>Plain text of a localised string in a language; set by the runtime.</summary>
    public Func<object?, string, string> Translate { get; set; } = static (value, _) => value?.ToString() ?? "";

    public long Tick { get; set; }

    public long TicksPlayed { get; set; }

    public bool TickPaused { get; set; }

    public double Speed { get; set; } = 1;

    /// <summary>State of the map's random generator, part of the save.</summary>
    public ulong RandomState { get; set; }

    /// <summary>A script command ran, or was warned of, on this map.</summary>
    public bool ScriptCommandsWarned { get; set; }

    public List<Player> Players { get; } = [];

    public List<Character> Characters { get; } = [];

    /// <summary>Vehicles, rolling stock, hubs and cargo pods.</summary>
    public List<Vehicle> Vehicles { get; } = [];

    public IEnumerable<Entity> Entities => Characters.Concat<Entity>(Vehicles);

    /// <summary>What is ordered for the end of the tick.</summary>
    public WorldChanges Changes { get; }

    public List<Surface> Surfaces { get; } = [];

    public Dictionary<string, Force> Forces { get; } = [];

    public SortedDictionary<int, Inventory> ScriptInventories { get; } = [];

    public List<Corpse> Corpses { get; } = [];

    /// <summary>The map's shelf of the blueprint library.</summary>
    public List<LibraryRecord> Library { get; } = [];

    public List<string> PermissionGroups { get; } = ["Default"];

    /// <summary>Items that fell to the ground because an inventory shrank or was full.</summary>
    public List<(string? PlayerName, Item Item)> Spilled { get; } = [];

    public IEnumerable<Player> ConnectedPlayers => Players.Where(player => player.Connected);

    public (ulong Items, uint Grids, uint Units, int Inventories) Counters
    {
        get => (_itemNumbers, _gridIds, _unitNumbers, _scriptInventories);
        set => (_itemNumbers, _gridIds, _unitNumbers, _scriptInventories) = value;
    }

    /// <summary>Index of the last player made; indexes of removed players are not used again.</summary>
    public int LastPlayerIndex
    {
        get => _playerIndexes;
        set => _playerIndexes = value;
    }

    public ulong NextItemNumber() => ++_itemNumbers;

    public uint NextGridId() => ++_gridIds;

    public uint NextUnitNumber() => ++_unitNumbers;

    public void Raise(string eventName, params (string Name, object? Value)[] data) => Raised(eventName, data);

    /// <summary>The player with this name, in any letter case.</summary>
    public Player? FindPlayer(string name) =>
        Players.FirstOrDefault(player => string.Equals(player.Name, name, StringComparison.OrdinalIgnoreCase));

    public Force AddForce(string name)
    {
        var force = new Force(this, name, Enumerable.Range(1, Forces.Count + 1).First(index => Forces.Values.All(other => other.Index != index)));
        foreach (var technology in Technology.Names)
            force.Technologies.Add(technology, new Technology(force, technology));
        Forces.Add(name, force);
        return force;
    }

    /// <summary>Makes a surface. The index of one that was deleted is used again.</summary>
    public Surface AddSurface(string name, bool isPlatform, int? index = null)
    {
        index ??= Enumerable.Range(1, Surfaces.Count + 1).First(number => Surfaces.TrueForAll(other => other.Index != number));
        var surface = new Surface(this, name, index.Value, isPlatform);
        Surfaces.Add(surface);
        return surface;
    }

    public Inventory AddScriptInventory(int size, string mod, int? id = null)
    {
        var number = id ?? ++_scriptInventories;
        var inventory = new Inventory(this, InventoryKind.Script, size) { ScriptId = number, ModOwner = mod };
        ScriptInventories.Add(number, inventory);
        return inventory;
    }

    /// <summary>Takes an offline player and his body off the map.</summary>
    public void Remove(Player player)
    {
        player.Character?.Destroy();
        player.Removed = true;
        Players.Remove(player);
    }

    public void Spill(Item item, Player? player) => Spilled.Add((player?.Name, item));

    public void Forget(Character character) => Characters.Remove(character);

    public void UpdateSizes(Force force)
    {
        foreach (var character in Characters.Where(character => character.Force == force).ToList())
            character.UpdateSizes();
    }

    public void InventoryChanged(Inventory inventory)
    {
        if (inventory.Kind == InventoryKind.Armor)
            inventory.Character!.UpdateSizes();
        if ((inventory.Character?.Player ?? inventory.Player) is { Connected: true } player)
            _changedInventories.Add((player, inventory.Kind));
    }

    /// <summary>Drops pending events about inventories: what a load put in is no change.</summary>
    public void ForgetChanges()
    {
        _changedInventories.Clear();
        _changedCursors.Clear();
    }

    public void CursorChanged(Player player) => _changedCursors.Add(player);

    /// <summary>Raises the events about changed inventories, each at most once for a player and tick.</summary>
    public void RaiseInventoryEvents()
    {
        if (_changedInventories.Count == 0 && _changedCursors.Count == 0)
            return;
        var inventories = _changedInventories.OrderBy(entry => entry.Player.Index).ThenBy(entry => entry.Kind).ToList();
        var cursors = _changedCursors.OrderBy(player => player.Index).ToList();
        _changedInventories.Clear();
        _changedCursors.Clear();
        foreach (var (player, kind) in inventories)
        {
            var name = kind switch
            {
                InventoryKind.Main or InventoryKind.God => "main_inventory",
                InventoryKind.Armor => "armor_inventory",
                InventoryKind.Guns => "gun_inventory",
                InventoryKind.Ammo => "ammo_inventory",
                InventoryKind.Trash => "trash_inventory",
                _ => null,
            };
            if (name is not null && player.Connected)
                Raise($"on_player_{name}_changed", ("player_index", player.Index));
        }

        foreach (var player in cursors.Where(player => player.Connected))
            Raise("on_player_cursor_stack_changed", ("player_index", player.Index));
    }

    /// <summary>What the map does in a tick besides running scripts: crafting, respawning, spoiling.</summary>
    public void RunTick()
    {
        foreach (var player in Players)
        {
            if (!player.Connected)
                continue;
            player.OnlineTime++;
            player.LastOnline = Tick;
            if (player.TicksToRespawn is { } wait)
            {
                if (wait <= 1)
                    player.Respawn();
                else
                    player.TicksToRespawn = wait - 1;
            }

            player.Body?.Crafting.Run();
        }

        // Looking at every item in every tick would cost more than it tells.
        if (Tick % 60 == 0)
            Spoilage.Run(this);
        Changes.Run();
    }
}

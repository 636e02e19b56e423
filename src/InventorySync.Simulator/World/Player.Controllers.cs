using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;

namespace InventorySync.Simulator.World;

/// <summary>Bodies, controllers, death and respawn of a player (player-data.md §2.9 and §4.3).</summary>
internal sealed partial class Player
{
    private const uint RespawnTicks = 600;

    /// <summary>
    /// Gives the player a new body and makes him play it. False when he is offline, on a platform, or has a body.
    /// </summary>
    public bool CreateCharacter(QualityPrototype? quality = null, string name = "character")
    {
        if (!Connected || Surface.IsPlatform || PhysicalController == ControllerType.Character || InRemoteView)
            return false;
        TicksToRespawn = null;
        var character = new Character(World, Force, _surface, _position, quality ?? World.Prototypes.Normal, name);
        World.Characters.Add(character);
        Switch(ControllerType.Character, character);
        return true;
    }

    /// <summary>The body a new player starts with. It is there before any event tells of the player.</summary>
    public void CreateFirstCharacter()
    {
        _character = new Character(World, Force, _surface, _position, World.Prototypes.Normal) { Player = this };
        World.Characters.Add(_character);
        PhysicalController = ControllerType.Character;
    }

    /// <summary>Changes the controller as <c>set_controller</c> does. A body that is left stays on the map.</summary>
    public void SetController(ControllerType type, Character? character)
    {
        if (type != ControllerType.Remote && Body?.Seat is { Kind.IsDriven: false } seat)
            throw new ScriptErrorException($"set_controller: the player is in a {seat.EntityName}.");
        if (type == ControllerType.Remote)
        {
            var before = Controller;
            InRemoteView = true;
            if (before != ControllerType.Remote)
                RaiseControllerChanged(before);
            return;
        }

        if (type == ControllerType.Character)
        {
            if (character is null)
                throw new ScriptErrorException("set_controller: the controller character needs the argument character.");
            if (character.Player is { } other && other != this)
                throw new ScriptErrorException($"set_controller: that character belongs to {other.Name}.");
        }

        Switch(type, character);
    }

    /// <summary>The map editor on or off; nothing happens without an admin's rights.</summary>
    public void ToggleEditor()
    {
        if (!Admin)
            return;
        World.Raise("on_pre_player_toggled_map_editor", ("player_index", Index));
        if (PhysicalController == ControllerType.Editor)
        {
            var back = StashedController ?? ControllerType.God;
            StashedController = null;
            Switch(back, back == ControllerType.Character ? _character : null);
        }
        else
        {
            StashedController = PhysicalController;
            Switch(ControllerType.Editor, keepBody: true);
        }

        World.Raise("on_player_toggled_map_editor", ("player_index", Index));
    }

    public void StartCutscene()
    {
        StashedController = PhysicalController;
        Switch(ControllerType.Cutscene, keepBody: true);
    }

    public void ExitCutscene()
    {
        if (PhysicalController != ControllerType.Cutscene)
            throw new ScriptErrorException("exit_cutscene: the player is not in a cutscene.");
        var back = StashedController ?? ControllerType.Ghost;
        StashedController = null;
        Switch(back, back == ControllerType.Character ? _character : null);
        World.Raise("on_cutscene_cancelled", ("player_index", Index));
    }

    public void ExitRemoteView()
    {
        // A platform's hub and a pod are looked out of by remote view alone.
        if (!InRemoteView || Body?.Seat is { Kind.IsDriven: false })
            return;
        InRemoteView = false;
        RaiseControllerChanged(ControllerType.Remote);
    }

    /// <summary>Into a platform's hub, which is looked out of by remote view. False without a body.</summary>
    public bool EnterHub(Vehicle hub)
    {
        if (Body is not { } body || body.Seat is { Kind.IsDriven: false })
            return false;
        hub.Enter(body);
        SetController(ControllerType.Remote, null);
        return true;
    }

    /// <summary>Out of the hub, onto the platform.</summary>
    public void LeaveHub()
    {
        if (Body is not { Seat: { Kind.IsHub: true } hub } body)
            return;
        hub.Leave(body);
        ExitRemoteView();
    }

    /// <summary>From the hub down to the first surface. A pod's flight is left out.</summary>
    public bool LandOnPlanet()
    {
        if (Body is not { Seat.Kind.IsHub: true })
            return false;
        LeaveHub();
        Place(World.Surfaces[0], new Position(0, 0));
        return true;
    }

    /// <summary>The surface is being deleted.</summary>
    public void LoseSurface(Surface surface)
    {
        if (_surface == surface)
            (_surface, _position) = (World.Surfaces[0], new Position(0, 0));
        if (_character is { } body && body.CurrentSurface == surface)
            body.Place(World.Surfaces[0], new Position(0, 0));
    }

    /// <summary>The body dies: its things lie in a corpse, and the player waits for a new one.</summary>
    public void Die(uint ticksToRespawn = RespawnTicks, Entity? cause = null)
    {
        if (_character is not { } body || PhysicalController != ControllerType.Character)
            throw new ControlException($"{Name} has no body that could die.");
        World.Raise("on_pre_player_died", ("player_index", Index), ("cause", cause));
        RespawnFilters.Clear();
        foreach (var slot in body.Main.Slots.Where(slot => slot.Filter is not null))
            RespawnFilters.Add(slot.Index, slot.Filter!);
        RespawnLogistics = LogisticsForm.Write(body.Logistics);
        while (body.Crafting.Orders.Count > 0)
            body.Crafting.Cancel(1, int.MaxValue);
        var corpse = new List<Item>();
        foreach (var item in body.Inventories.SelectMany(inventory => inventory.Items).Append(Cursor.Item).OfType<Item>().ToList())
        {
            item.Stack!.Put(null);
            corpse.Add(item);
        }

        World.Corpses.Add(new Corpse(Name, World.Tick, corpse));
        _position = body.Position;
        _surface = body.Surface;
        InRemoteView = false;
        body.Destroy();
        TicksToRespawn = ticksToRespawn;
        World.Raise("on_player_died", ("player_index", Index), ("cause", cause));
    }

    /// <summary>Gives a waiting player his new body with the filters and requests of the old one.</summary>
    public void Respawn()
    {
        TicksToRespawn = null;
        InRemoteView = false;
        if (_surface.IsPlatform)
            (_surface, _position) = (World.Surfaces[0], new Position(0, 0));
        if (PhysicalController == ControllerType.Character || !CreateCharacter(RespawnQuality))
            return;
        foreach (var (slot, filter) in RespawnFilters.Where(entry => entry.Key <= _character!.Main.Size))
            _character!.Main[slot].Filter = filter;
        if (RespawnLogistics is { } logistics)
            LogisticsForm.Read(_character!.Logistics, logistics);
        RespawnFilters.Clear();
        RespawnLogistics = null;
        World.Raise("on_player_respawned", ("player_index", Index));
    }

    /// <summary>Called by a body that is no more.</summary>
    public void BodyLost()
    {
        var before = Controller;
        if (_character is { } body)
        {
            _surface = body.CurrentSurface;
            _position = body.CurrentPosition;
        }

        _character = null;
        if (PhysicalController != ControllerType.Character)
            return;
        PhysicalController = ControllerType.Ghost;
        if (before != Controller)
            RaiseControllerChanged(before);
    }

    /// <summary>Sets the force as it was saved, without an event.</summary>
    public void RestoreForce(Force force) => _force = force;

    /// <summary>Sets controller and body as they were saved, without events.</summary>
    public void RestoreController(ControllerType type, Character? character, ControllerType? stashed, Inventory? god, Inventory? editor)
    {
        PhysicalController = type;
        StashedController = stashed;
        GodInventory = god;
        EditorInventory = editor;
        _character = character;
        if (character is not null)
            character.Player = this;
    }

    private void Switch(ControllerType type, Character? character = null, bool keepBody = false)
    {
        var before = Controller;
        InRemoteView = false;
        if (_character is { } old && old != character && !keepBody)
        {
            _surface = old.Surface;
            _position = old.Position;
            old.Player = null;
            _character = null;
        }

        if (character is not null)
        {
            _character = character;
            character.Player = this;
        }

        // The editor and a cutscene go back to what was before them.
        GodInventory = type == ControllerType.God || (keepBody && GodInventory is not null)
            ? GodInventory ?? new Inventory(World, InventoryKind.God, World.Prototypes.MainInventorySize) { Player = this }
            : null;
        EditorInventory = type == ControllerType.Editor
            ? EditorInventory ?? new Inventory(World, InventoryKind.Editor, World.Prototypes.MainInventorySize) { Player = this }
            : null;
        PhysicalController = type;
        if (type is not (ControllerType.Character or ControllerType.God or ControllerType.Editor) && Cursor.Item is { } held)
        {
            // What was in the hand goes back to the body; without one it falls to the ground.
            Cursor.Put(null);
            _character?.Main.Insert(held);
            if (held.Stack is null && held.Count > 0)
                World.Spill(held, this);
        }

        if (before != Controller)
            RaiseControllerChanged(before);
    }

    private void RaiseControllerChanged(ControllerType before) =>
        World.Raise("on_player_controller_changed", ("player_index", Index), ("old_type", World.Facts.Define("controllers", ToName(before))));

    public static string ToName(ControllerType type) => type.ToString().ToLowerInvariant();
}

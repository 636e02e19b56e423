using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.World;

/// <summary>A vehicle, a rolling stock, a platform's hub or a cargo pod. What lies in it is the world's.</summary>
internal sealed class Vehicle : Entity
{
    private readonly Dictionary<string, Inventory> _inventories = [];
    private readonly List<Character> _inHub = [];
    private Force _force;

    public Vehicle(GameWorld world, VehicleKind kind, Force force, Surface surface, Position position)
        : base(world, surface, position)
    {
        Kind = kind;
        _force = force;
        foreach (var (name, inventory, slots) in kind.Inventories)
            _inventories.Add(name, new Inventory(world, inventory, slots) { Vehicle = this, NameInVehicle = name });
        Health = MaximumHealth;
    }

    public VehicleKind Kind { get; }

    public override string EntityName => Kind.Name;

    public override string EntityType => Kind.Type;

    public override double MaximumHealth => Kind.Health;

    public override Character? Body => null;

    public override Force Force
    {
        get => _force;
        set => _force = value;
    }

    public override ItemStack? CursorStack => null;

    public Character? Driver { get; private set; }

    public Character? Passenger { get; private set; }

    public IReadOnlyDictionary<string, Inventory> Inventories => _inventories;

    /// <summary>All who sit in it.</summary>
    public IEnumerable<Character> Occupants => new[] { Driver, Passenger }.OfType<Character>().Concat(_inHub);

    public override Inventory? FindInventory(string name) => _inventories.GetValueOrDefault(name);

    /// <summary>Seats a body, or empties the seat. Whoever sat there stands beside it then.</summary>
    /// <exception cref="ScriptErrorException">On another surface: nobody can be put from there into a seat.</exception>
    public void Seat(Character? body, bool asPassenger)
    {
        var before = asPassenger ? Passenger : Driver;
        if (before == body)
            return;
        if (body is not null && body.CurrentSurface != CurrentSurface)
            throw new ScriptErrorException($"The {EntityName} is on another surface.");
        if (before is not null)
            Leave(before);
        if (body is null)
            return;
        body.Seat?.Leave(body);
        Take(body, asPassenger);
        RaiseChanged(body);
    }

    /// <summary>Puts a body into the hub, where there is room for any number.</summary>
    public void Enter(Character body)
    {
        body.Seat?.Leave(body);
        _inHub.Add(body);
        body.Seat = this;
        body.Place(CurrentSurface, CurrentPosition);
    }

    /// <summary>Sets a seat as it was saved, without events.</summary>
    public void Take(Character body, bool asPassenger)
    {
        if (Kind.IsHub)
            _inHub.Add(body);
        else if (asPassenger)
            Passenger = body;
        else
            Driver = body;
        body.Seat = this;
        body.Place(CurrentSurface, CurrentPosition);
    }

    /// <summary>Lets a body out beside it.</summary>
    public void Leave(Character body, bool raise = true)
    {
        if (Driver == body)
            Driver = null;
        if (Passenger == body)
            Passenger = null;
        _inHub.Remove(body);
        body.Seat = null;
        body.Place(CurrentSurface, new Position(CurrentPosition.X + 2, CurrentPosition.Y));
        if (raise)
            RaiseChanged(body);
    }

    /// <summary>It goes with all that lies in it; those who sat in it stand there. The event about driving is not raised then.</summary>
    public override void Destroy()
    {
        foreach (var body in Occupants.ToList())
        {
            Leave(body, raise: false);
            if (body.Player is { } player && !Kind.IsDriven)
                player.InRemoteView = false;
        }

        Gone = true;
        World.Vehicles.Remove(this);
    }

    private void RaiseChanged(Character body)
    {
        if (Kind.IsDriven && body.Player is { Connected: true } player)
            World.Raise("on_player_driving_changed_state", ("player_index", player.Index), ("entity", this));
    }
}

namespace InventorySync.Simulator.World;

/// <summary>A thing on a surface that scripts see as LuaEntity: a body, or something that players sit in.</summary>
internal abstract class Entity : Actor
{
    private double _health;

    protected Entity(GameWorld world, Surface surface, Position position)
        : base(world)
    {
        UnitNumber = world.NextUnitNumber();
        Place(surface, position);
    }

    public override string ClassName => "LuaEntity";

    public override string? SaveName => $"entity/{UnitNumber}";

    public override bool IsValid => !Gone;

    public uint UnitNumber { get; set; }

    /// <summary>Name of the prototype.</summary>
    public abstract string EntityName { get; }

    /// <summary>Type of the prototype.</summary>
    public abstract string EntityType { get; }

    public abstract double MaximumHealth { get; }

    /// <summary>Hit points, a 32-bit float cut at the maximum.</summary>
    public double Health
    {
        get => _health;
        set => _health = (float)Math.Clamp(value, 0, MaximumHealth);
    }

    public override Surface Surface => CurrentSurface;

    public override Position Position => CurrentPosition;

    public Surface CurrentSurface { get; private set; } = null!;

    public Position CurrentPosition { get; private set; } = null!;

    /// <summary>It was destroyed, with all that was in it.</summary>
    protected bool Gone { get; set; }

    public void Place(Surface surface, Position position)
    {
        CurrentSurface = surface;
        CurrentPosition = position;
    }

    public abstract void Destroy();
}

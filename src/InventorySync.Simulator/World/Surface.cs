using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A surface: a planet, or a space platform on which no character can be created.</summary>
internal sealed class Surface(GameWorld world, string name, int index, bool isPlatform) : ApiObject
{
    public override string ClassName => "LuaSurface";

    public override string? SaveName => $"surface/{name}";

    public override bool IsValid => !Deleted;

    public GameWorld World => world;

    public string Name => name;

    public SpacePlatform? Platform => isPlatform ? new SpacePlatform(this) : null;

    public int Index => index;

    public bool IsPlatform => isPlatform;

    /// <summary>Scripts, or the end of its platform, took it off the map.</summary>
    public bool Deleted { get; set; }
}

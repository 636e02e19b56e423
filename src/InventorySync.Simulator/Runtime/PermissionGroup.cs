using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>A group of permissions, known by its name.</summary>
internal sealed class PermissionGroup(GameWorld world, string name) : ApiObject
{
    public override string ClassName => "LuaPermissionGroup";

    public GameWorld World => world;

    public string Name => name;

    public static PermissionGroup Of(GameWorld world, string name) => new(world, name);
}

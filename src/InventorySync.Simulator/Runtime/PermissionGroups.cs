using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>The permission groups of the map.</summary>
internal sealed class PermissionGroups(GameWorld world) : ApiObject
{
    public override string ClassName => "LuaPermissionGroups";

    public GameWorld World => world;

    public static PermissionGroups Of(GameWorld world) => new(world);
}

using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>The platform that a surface belongs to.</summary>
internal sealed class SpacePlatform(Surface surface) : ApiObject
{
    public override string ClassName => "LuaSpacePlatform";

    public Surface Surface => surface;
}

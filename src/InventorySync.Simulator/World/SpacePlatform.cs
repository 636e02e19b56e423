using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>The platform that a surface belongs to.</summary>
internal sealed class SpacePlatform(Surface surface) : ApiObject
{
    public override string ClassName => "LuaSpacePlatform";

    public override string? SaveName => $"platform/{surface.Name}";

    public override bool IsValid => surface.IsValid;

    public Surface Surface => surface;

    /// <summary>Where players sit; null once it was destroyed.</summary>
    public Vehicle? Hub => surface.World.Vehicles.Find(vehicle => vehicle.Kind.IsHub && vehicle.CurrentSurface == surface);
}

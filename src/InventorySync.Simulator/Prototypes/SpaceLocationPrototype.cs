namespace InventorySync.Simulator.Prototypes;

/// <summary>A place that requests can name as the one to import from.</summary>
internal sealed class SpaceLocationPrototype(string name) : Prototype(name)
{
    public override string ClassName => "LuaSpaceLocationPrototype";
}

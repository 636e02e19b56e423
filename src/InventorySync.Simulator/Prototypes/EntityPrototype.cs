namespace InventorySync.Simulator.Prototypes;

/// <summary>A kind of entity that scripts can look up.</summary>
internal sealed class EntityPrototype(string name, string type) : Prototype(name)
{
    public override string ClassName => "LuaEntityPrototype";

    public string Type => type;
}

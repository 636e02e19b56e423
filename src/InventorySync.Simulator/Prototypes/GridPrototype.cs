namespace InventorySync.Simulator.Prototypes;

/// <summary>A kind of equipment grid.</summary>
internal sealed class GridPrototype(string name, int width, int height) : Prototype(name)
{
    public override string ClassName => "LuaEquipmentGridPrototype";

    public int Width => width;

    public int Height => height;
}

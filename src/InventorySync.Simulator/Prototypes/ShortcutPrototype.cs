namespace InventorySync.Simulator.Prototypes;

/// <summary>A shortcut of the bar beside the quick bar.</summary>
internal sealed class ShortcutPrototype(string name, bool toggleable) : Prototype(name)
{
    public override string ClassName => "LuaShortcutPrototype";

    public bool Toggleable => toggleable;
}

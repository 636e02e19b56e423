namespace InventorySync.Simulator.Prototypes;

/// <summary>A shortcut of the bar beside the quick bar.</summary>
internal sealed class ShortcutPrototype(string name, bool toggleable, string action) : Prototype(name)
{
    public override string ClassName => "LuaShortcutPrototype";

    public bool Toggleable => toggleable;

    /// <summary>What it does; <c>lua</c> for those of mods, which alone scripts may toggle or hide.</summary>
    public string Action => action;
}

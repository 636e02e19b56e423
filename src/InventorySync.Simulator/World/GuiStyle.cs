using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>The style of an element: attributes are kept as they are written.</summary>
internal sealed class GuiStyle(GuiElement element) : ApiObject
{
    public override string ClassName => "LuaStyle";

    public override bool IsValid => element.IsValid;

    public GuiElement Element => element;

    public Dictionary<string, object?> Attributes { get; } = [];
}

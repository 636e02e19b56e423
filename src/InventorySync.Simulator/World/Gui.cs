using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A player's windows: the roots into which scripts put their elements.</summary>
internal sealed class Gui : ApiObject
{
    public static IReadOnlyList<string> RootNames { get; } = ["top", "left", "center", "goal", "screen", "relative"];

    public Gui(Player player)
    {
        Player = player;
        foreach (var name in RootNames)
            Roots.Add(name, new GuiElement(this, null, name is "screen" or "relative" ? "empty-widget" : "flow", name));
    }

    public override string ClassName => "LuaGui";

    public override string? SaveName => $"gui/{Player.Index}";

    public Player Player { get; }

    public Dictionary<string, GuiElement> Roots { get; } = [];

    /// <summary>Number of the next element.</summary>
    public int NextIndex { get; set; } = 1;

    /// <summary>How often scripts have added, changed or destroyed elements.</summary>
    public int Changes { get; set; }

    public IEnumerable<GuiElement> All => Roots.Values.SelectMany(root => root.WithDescendants);

    public GuiElement? Find(int index) => All.FirstOrDefault(element => element.Index == index);
}

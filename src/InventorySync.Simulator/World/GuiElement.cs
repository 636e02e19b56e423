using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>An element of a window.</summary>
internal sealed class GuiElement : ApiObject
{
    private readonly List<GuiElement> _children = [];
    private bool _destroyed;

    public GuiElement(Gui gui, GuiElement? parent, string type, string name)
    {
        Gui = gui;
        Parent = parent;
        Type = type;
        Name = name;
        Index = gui.NextIndex++;
        Style = new GuiStyle(this);
    }

    public override string ClassName => "LuaGuiElement";

    public override bool IsValid => !_destroyed;

    public override string? SaveName => $"gui/{Gui.Player.Index}/{Index}";

    public Gui Gui { get; }

    public GuiElement? Parent { get; }

    public string Type { get; }

    public string Name { get; set; }

    public int Index { get; set; }

    public GuiStyle Style { get; }

    public string StyleName { get; set; } = "";

    public bool Enabled { get; set; } = true;

    public bool Visible { get; set; } = true;

    /// <summary>Localised text.</summary>
    public object? Caption { get; set; }

    public LuaTable Tags { get; set; } = [];

    /// <summary>All other attributes, as they were written.</summary>
    public Dictionary<string, object?> Attributes { get; } = [];

    public IReadOnlyList<GuiElement> Children => _children;

    public IEnumerable<GuiElement> WithDescendants => _children.SelectMany(child => child.WithDescendants).Prepend(this);

    public GuiElement? this[string name] => _children.Find(child => child.Name == name);

    /// <summary>Adds an element, at a place from 1 or at the end.</summary>
    public GuiElement Add(string type, string name, int? index = null)
    {
        if (name.Length > 0 && this[name] is not null)
            throw new ScriptErrorException($"Gui element with name {name} already present in the parent element.");
        var child = new GuiElement(Gui, this, type, name);
        if (index is { } place && place >= 1 && place <= _children.Count)
            _children.Insert(place - 1, child);
        else
            _children.Add(child);
        return child;
    }

    public void Destroy()
    {
        Clear();
        _destroyed = true;
        Parent?._children.Remove(this);
        if (Gui.Player.Opened == this)
            Gui.Player.Opened = null;
    }

    public void Clear()
    {
        foreach (var child in _children.ToList())
            child.Destroy();
    }
}

using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A section of logistic requests. Sections of a named group share its contents within the force.</summary>
internal sealed class LogisticSection(LogisticPoint point) : ApiObject
{
    private List<LogisticSlot?> _own = [];
    private string _group = "";

    public override string ClassName => "LuaLogisticSection";

    public override bool IsValid => point.IsValid && point.AllSections.Contains(this);

    public LogisticPoint Point => point;

    public int Index => point.AllSections.IndexOf(this) + 1;

    public bool Active { get; set; } = true;

    public double Multiplier { get; set; } = 1;

    public string Group
    {
        get => _group;
        set
        {
            var groups = point.Character.Force.LogisticGroups;
            if (value.Length == 0)
                _own = [.. Slots];
            else if (!groups.ContainsKey(value))
                groups.Add(value, [.. Slots]);
            _group = value;
        }
    }

    /// <summary>Requests by position; empty positions are null.</summary>
    public List<LogisticSlot?> Slots => _group.Length == 0 ? _own : point.Character.Force.LogisticGroups[_group];
}

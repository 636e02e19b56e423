using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A technology that changes what characters can carry or ask for.</summary>
internal sealed class Technology(Force force, string name) : ApiObject
{
    private bool _researched;

    public static IReadOnlyList<string> Names { get; } = ["toolbelt", "logistic-robotics", "health", "steel-axe"];

    public override string ClassName => "LuaTechnology";

    public override string? SaveName => $"technology/{force.Name}/{name}";

    public string Name => name;

    public Force Force => force;

    public bool Researched
    {
        get => _researched;
        set
        {
            if (_researched == value)
                return;
            _researched = value;
            var sign = value ? 1 : -1;
            switch (name)
            {
                case "toolbelt": force.InventorySlotsBonus += 10 * sign; break;
                case "health": force.HealthBonus += 50 * sign; break;
                case "logistic-robotics":
                    force.LogisticRequests = value;
                    force.TrashSlots += 30 * sign;
                    break;
                default: break;
            }

            if (value)
                force.World.Raise("on_research_finished", ("research", this), ("by_script", true));
            else
                force.World.Raise("on_research_reversed", ("research", this), ("by_script", true));
        }
    }
}

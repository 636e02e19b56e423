using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A character's personal logistics: nothing of it exists for scripts before the technology.</summary>
internal sealed class LogisticPoint(Character character) : ApiObject
{
    public override string ClassName => "LuaLogisticPoint";

    public override bool IsValid => character.IsValid && character.Force.LogisticRequests;

    public Character Character => character;

    public bool Enabled { get; set; } = true;

    public bool TrashNotRequested { get; set; }

    public List<LogisticSection> AllSections { get; } = [];
}

using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A record on the map's shelf of the blueprint library.</summary>
internal sealed class LibraryRecord(int number, string type, string label) : ApiObject
{
    public override string ClassName => "LuaRecord";

    public override string? SaveName => $"record/{number}";

    public int Number => number;

    /// <summary><c>blueprint</c>, <c>blueprint-book</c>, <c>deconstruction-planner</c> or <c>upgrade-planner</c>.</summary>
    public string Type => type;

    public string Label => label;
}

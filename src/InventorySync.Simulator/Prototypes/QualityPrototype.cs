namespace InventorySync.Simulator.Prototypes;

/// <summary>A quality level.</summary>
internal sealed class QualityPrototype(string name, int level, string? next) : Prototype(name)
{
    public override string ClassName => "LuaQualityPrototype";

    public int Level => level;

    public string? Next => next;

    /// <summary>Most properties of an item grow by this factor.</summary>
    public double Multiplier => 1 + (0.3 * level);

    public double DurabilityMultiplier => 1 + level;
}

using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.Prototypes;

/// <summary>Something the game knows by name.</summary>
internal abstract class Prototype(string name) : ApiObject
{
    public string Name => name;

    /// <summary>Attributes that are kept only as the facts table states them, by their names there.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    public override string? SaveName => $"prototype/{ClassName}/{name}";

    protected double Number(string fact, double whenAbsent) =>
        Facts.TryGetValue(fact, out var text) ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : whenAbsent;

    protected string? Text(string fact) => Facts.GetValueOrDefault(fact);
}

using System.Globalization;

namespace InventorySync.Core.Instances;

/// <summary>Names one instance (a game server) in the whole cluster: a positive 32-bit integer (link-protocol §9).</summary>
public readonly record struct InstanceId(int Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

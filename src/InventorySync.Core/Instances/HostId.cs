using System.Globalization;

namespace InventorySync.Core.Instances;

/// <summary>Names one host, a machine's process that runs instances: a positive 32-bit integer (link-protocol §9).</summary>
public readonly record struct HostId(int Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

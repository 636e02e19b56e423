using InventorySync.Core.Instances;

namespace InventorySync.Store.Instances;

/// <summary>An instance as the controller knows it.</summary>
public sealed record StoredInstance
{
    public required InstanceId Id { get; init; }

    /// <summary>What players and operators are shown.</summary>
    public required string Name { get; init; }

    /// <summary>The host that it is assigned to; null when it is unassigned.</summary>
    public required HostId? Host { get; init; }

    public required InstanceStatus Status { get; init; }

    /// <summary>As its host reported it: a version, or a channel such as <c>latest</c>.</summary>
    public string? FactorioVersion { get; init; }

    /// <summary>The configuration as its host reported it: a JSON object (link-protocol §10).</summary>
    public required string Config { get; init; }
}

namespace InventorySync.Protocol.Link.Messages;

/// <summary>One instance a host found on its disk (link-protocol §9.1).</summary>
/// <param name="Config">The flat config object as UTF-8 JSON (link-protocol §10).</param>
/// <param name="Id">From <c>instance.id</c> of the config; null when that is absent.</param>
/// <param name="InstanceName">From <c>instance.name</c> of the config; null when that is absent.</param>
public sealed record ReportedInstance(
    ReadOnlyMemory<byte> Config, int? Id, string? InstanceName, string Status, int? GamePort = null, string? FactorioVersion = null);

namespace InventorySync.Simulator.Runtime;

/// <summary>Several values returned by one method.</summary>
internal sealed record Results(params object?[] Values);

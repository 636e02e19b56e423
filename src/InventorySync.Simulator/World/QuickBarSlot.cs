namespace InventorySync.Simulator.World;

/// <summary>What lies in a slot of the quick bar: an item of a quality.</summary>
internal sealed record QuickBarSlot(string Name, string Quality, string? Comparator);

namespace InventorySync.Simulator.World;

/// <summary>What a dead body left behind.</summary>
internal sealed record Corpse(string PlayerName, long Tick, IReadOnlyList<Item> Items);

namespace InventorySync.Simulator.World;

/// <summary>What a save holds of a simulated game.</summary>
/// <param name="World">The map: players, inventories, windows. UTF-8 JSON of the simulator's own, versioned.</param>
/// <param name="Storage">The script's <c>storage</c> table. UTF-8 JSON of the simulator's own, versioned.</param>
public sealed record GameState(byte[] World, byte[] Storage);

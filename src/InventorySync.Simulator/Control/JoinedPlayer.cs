using System.Runtime.InteropServices;

namespace InventorySync.Simulator.Control;

/// <summary>What came of a join.</summary>
/// <param name="Created">Whether the player is new to the map.</param>
/// <param name="PlayerIndex">From 1.</param>
/// <param name="Tick">The map's tick in which the player joined.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JoinedPlayer(bool Created, int PlayerIndex, long Tick);

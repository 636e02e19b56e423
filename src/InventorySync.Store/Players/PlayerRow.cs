using InventorySync.Core.Players;

namespace InventorySync.Store.Players;

/// <summary>A player as the store has it.</summary>
internal sealed record PlayerRow(long Id, PlayerName Name, PlayerState State);

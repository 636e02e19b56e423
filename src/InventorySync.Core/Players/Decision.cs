using InventorySync.Core.Documents;

namespace InventorySync.Core.Players;

/// <summary>What a rule decides: the player's next state, what the caller is told, and a document to keep aside.</summary>
/// <param name="Conflict">An uploaded document that does not become the player's, and must be kept as a snapshot.</param>
public sealed record Decision<TAnswer>(PlayerState Next, TAnswer Answer, StoredDocument? Conflict = null);

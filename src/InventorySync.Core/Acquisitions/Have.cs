using InventorySync.Core.Documents;

namespace InventorySync.Core.Acquisitions;

/// <summary>What an instance that asks for a player has as synced already (link-extensions).</summary>
/// <param name="Revision">Null when it has one without a known revision, from a controller of the plain protocol.</param>
public sealed record Have(long Generation, Revision? Revision);

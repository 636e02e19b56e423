using InventorySync.Protocol.Game.Module;

namespace InventorySync.Host.Journal;

/// <summary>What the controller said to an upload.</summary>
/// <param name="Revision">The upload's revision.</param>
/// <param name="Outcome">What became of it; null when it was refused for good.</param>
/// <param name="Refusal">Why it was refused; null otherwise.</param>
public sealed record DeliveryAnswer(string Revision, UploadOutcome? Outcome, string? Refusal);

namespace InventorySync.Host.Journal;

/// <summary>An entry in the journal that is not done yet.</summary>
/// <param name="Id">Rises with every entry: the order of replay.</param>
/// <param name="Entry">What to deliver, without the document.</param>
/// <param name="DocumentOffset">Where an upload's document begins in the file.</param>
/// <param name="DocumentLength">Its length in bytes, 0 for a release.</param>
public sealed record JournalRecord(long Id, JournalEntry Entry, long DocumentOffset, int DocumentLength);

namespace InventorySync.Host.Transfers;

/// <summary>One document on its way into a game.</summary>
/// <param name="Number">The host's number of it.</param>
/// <param name="PlayerName">Whose document; transfers take turns by player.</param>
/// <param name="Parts">The encoded document in parts.</param>
public sealed record Transfer(long Number, string PlayerName, DocumentParts Parts);

namespace InventorySync.Host.Journal;

/// <summary>Something a game handed over for the controller, which must reach it whatever stops meanwhile (sync-behaviour.md §5).</summary>
public abstract record JournalEntry
{
    private JournalEntry() { }

    /// <summary>Instance it came from.</summary>
    public required int InstanceId { get; init; }

    /// <summary>Player it is about.</summary>
    public required string PlayerName { get; init; }

    /// <summary>The acquisition it belongs to; 0 when the controller gave none.</summary>
    public required long Token { get; init; }

    /// <summary>A document to store.</summary>
    public sealed record Upload : JournalEntry
    {
        /// <summary>Revision it grew from; empty when there is none, <c>-</c> when it is not known.</summary>
        public required string Base { get; init; }

        /// <summary>Its generation.</summary>
        public required long Generation { get; init; }

        /// <summary>Its revision.</summary>
        public required string Revision { get; init; }
    }

    /// <summary>An acquisition to give back.</summary>
    public sealed record Release : JournalEntry;
}

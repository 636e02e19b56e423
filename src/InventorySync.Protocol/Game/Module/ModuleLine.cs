namespace InventorySync.Protocol.Game.Module;

/// <summary>One message of the module to its host (docs/module-protocol.md, Lines).</summary>
/// <param name="Sequence">1, 2, 3, … since the last hello.</param>
public abstract record ModuleLine(long Sequence)
{
    /// <summary>Wants the acquisition of a player.</summary>
    /// <param name="Sequence">Number of the line.</param>
    /// <param name="Request">The module's number of this attempt.</param>
    /// <param name="PlayerName">Whose.</param>
    /// <param name="Have">What the module has as synced; null when it has nothing.</param>
    /// <param name="Pending">Revision of an upload that is still unanswered, or null.</param>
    /// <param name="Connected">Players connected to the server now.</param>
    public sealed record Acquire(long Sequence, long Request, string PlayerName, HeldDocument? Have, string? Pending, int Connected)
        : ModuleLine(Sequence);

    /// <summary>The answer to a request is no longer wanted.</summary>
    public sealed record Withdraw(long Sequence, long Request, string PlayerName) : ModuleLine(Sequence);

    /// <summary>Gives the acquisition back without an upload.</summary>
    public sealed record Release(long Sequence, string PlayerName, long Token) : ModuleLine(Sequence);

    /// <summary>Stores a document and gives the acquisition back.</summary>
    /// <param name="Sequence">Number of the line.</param>
    /// <param name="Number">The module's number of this upload.</param>
    /// <param name="PlayerName">Whose.</param>
    /// <param name="Token">The acquisition it belongs to; 0 when the controller gives none.</param>
    /// <param name="Base">Revision it grew from; empty when there is none.</param>
    /// <param name="Generation">Its generation.</param>
    /// <param name="Revision">Its revision.</param>
    /// <param name="Document">The document's bytes as the game wrote them, an object, never parsed further. A slice of the line.</param>
    public sealed record Upload(
        long Sequence, long Number, string PlayerName, long Token, string Base, long Generation, string Revision, ReadOnlyMemory<byte> Document)
        : ModuleLine(Sequence);

    /// <summary>The host may stop sending a transfer.</summary>
    public sealed record Cancel(long Sequence, long Transfer, string PlayerName) : ModuleLine(Sequence);

    /// <summary>A transfer was restored, or failed.</summary>
    public sealed record Transferred(long Sequence, long Transfer, string PlayerName, bool Ok, string? Message, long Ticks) : ModuleLine(Sequence);

    /// <summary>For the host's log. Level: <c>info</c>, <c>warning</c> or <c>error</c>.</summary>
    public sealed record Log(long Sequence, string Level, string Message) : ModuleLine(Sequence);
}

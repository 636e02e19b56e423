using InventorySync.Host.Transfers;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Host.Players;

/// <summary>Sending documents into the game.</summary>
public sealed partial class ModuleConversation
{
    /// <summary>
    /// Documents above this are sent while they are still being encoded, and the player is told what makes them large. Below, encoding takes
    /// some milliseconds.
    /// </summary>
    private const int LargeDocumentBytes = 100_000;

    /// <summary>Smaller items do not make a document large.</summary>
    private const int LargeItemBytes = 10_000;

    /// <summary>One at a time: opened books take memory, and the others need the processor.</summary>
    private readonly SemaphoreSlim _encodingLarge = new(1, 1);

    private async Task SendDocumentAsync(
        AcquireAttempt attempt, ReadOnlyMemory<byte> document, long token, long generation, string revision, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var isLarge = document.Length > LargeDocumentBytes;
        var encoded = isLarge ? null : await Task.Run(() => EncodedDocument.Encode(document), ct);
        // Export strings, which are what makes documents large, hardly shrink.
        var cut = _transfers.Plan(encoded?.Text.Length ?? document.Length);
        var parts = encoded is null ? DocumentParts.Growing(cut) : DocumentParts.Of(encoded, cut);
        var transfer = new Transfer(Interlocked.Increment(ref _lastTransfer), attempt.Line.PlayerName, parts);
        LogSending(attempt.Line.PlayerName, _instance.Name, transfer.Number, document.Length, cut.EncodedBytes, cut.Parts);
        var announcement = ModuleCommand.AcquiredOther(
            attempt.Line.Request, token, generation, revision, transfer.Number, cut.Parts, cut.EncodedBytes, document.Length);
        var announced = AnnounceAsync(attempt, token, announcement, ct);
        var encoding = isLarge ? EncodeLargeAsync(transfer, document, announced, ended.Token) : Task.CompletedTask;
        var end = await _transfers.SendAsync(transfer, announced, ct);
        if (end is TransferEnd.Failed)
            await TellAsync(ModuleCommand.Fail(transfer.Number, "A part of the inventory did not get through."), ct);
        if (end is TransferEnd.Unknown or TransferEnd.Failed)
            LogTransferEnded(attempt.Line.PlayerName, _instance.Name, transfer.Number, end);
        await announced;
        await ended.CancelAsync();
        await encoding;
    }

    /// <summary>Makes the parts of a large document while the first ones are on their way. Ends quietly with the transfer.</summary>
    private async Task EncodeLargeAsync(Transfer transfer, ReadOnlyMemory<byte> document, Task<bool> announced, CancellationToken ended)
    {
        try
        {
            await _encodingLarge.WaitAsync(ended);
            try
            {
                await Task.Run(() => Encode(transfer.Parts, document, ended), ended);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Without its last part the transfer would stay open for ever.
                _transfers.Cancel(transfer.Number);
                await TellAsync(ModuleCommand.Fail(transfer.Number, "The inventory could not be made ready for sending."), ended);
                throw;
            }
            finally
            {
                _encodingLarge.Release();
            }

            var largest = await Task.Run(() => LargestItem.Of(document, LargeItemBytes), ended);
            if (await announced.WaitAsync(ended))
                await _console.SendAsync(ModuleCommand.About(transfer.Number, transfer.Parts.Count, transfer.Parts.Bytes, largest), ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
        catch (Protocol.Game.Rcon.RconException exception)
        {
            // The document comes all the same; only the dialog says less.
            LogNotTold(_instance.Name, exception.Message);
        }
    }

    private static void Encode(DocumentParts parts, ReadOnlyMemory<byte> document, CancellationToken ended)
    {
        foreach (var text in EncodedDocument.EncodePieces(document))
        {
            ended.ThrowIfCancellationRequested();
            parts.Append(text);
        }

        parts.Complete();
    }
}

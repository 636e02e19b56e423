using InventorySync.Protocol.Game.Module;

namespace InventorySync.Host.Transfers;

/// <summary>What the scheduler knows of a transfer on its way.</summary>
public sealed partial class TransferScheduler
{
    private enum PartVerdict
    {
        Accepted,
        Again,
        Unknown,
        Lost,
    }

    private sealed class Sending
    {
        public Sending(Transfer transfer, Task<bool> announced)
        {
            Transfer = transfer;
            Announced = announced;
        }

        public Transfer Transfer { get; }

        public Task<bool> Announced { get; }

        public bool IsConfirmed { get; set; }

        public Queue<int> Waiting { get; } = new();

        public List<int> Overtook { get; } = [];

        public HashSet<int> SentBeforeConfirmation { get; } = [];

        /// <summary>Failed attempts by part, of those that had any.</summary>
        public Dictionary<int, int> Attempts { get; } = [];

        /// <summary>Parts that were put into <see cref="Waiting"/> for the first time.</summary>
        public int Offered { get; private set; }

        public int Accepted { get; set; }

        public int InFlight { get; set; }

        public long LastTurn { get; set; }

        /// <summary>Takes in the parts that have come to be since.</summary>
        public void TakeNew()
        {
            if (Done.Task.IsCompleted)
                return;
            while (Offered < Transfer.Parts.Count)
                Waiting.Enqueue(++Offered);
        }

        public TaskCompletionSource<TransferEnd> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

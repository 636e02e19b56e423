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
            Attempts = new int[transfer.Cut.Parts];
            for (var index = 1; index <= transfer.Cut.Parts; index++)
                Waiting.Enqueue(index);
        }

        public Transfer Transfer { get; }

        public Task<bool> Announced { get; }

        public bool IsConfirmed { get; set; }

        public Queue<int> Waiting { get; } = new();

        public List<int> Overtook { get; } = [];

        public HashSet<int> SentBeforeConfirmation { get; } = [];

        public int[] Attempts { get; }

        public int Accepted { get; set; }

        public int InFlight { get; set; }

        public long LastTurn { get; set; }

        public TaskCompletionSource<TransferEnd> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

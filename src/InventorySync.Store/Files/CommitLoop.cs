using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace InventorySync.Store.Files;

/// <summary>
/// The one writer. Changes are queued in the order of the calls, several are committed in one transaction, and each is
/// answered after that commit: an answer means that the change survives power loss.
/// </summary>
internal sealed partial class CommitLoop : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly int _maxChangesPerCommit;
    private readonly ILogger _logger;
    private readonly Channel<Change> _changes;
    private readonly Task _running;
    private long _commits;

    public CommitLoop(SqliteConnection connection, StoreOptions options, ILogger logger)
    {
        _connection = connection;
        _maxChangesPerCommit = options.MaxChangesPerCommit;
        _logger = logger;
        // Full: callers wait in line, which holds back the links they serve.
        _changes = Channel.CreateBounded<Change>(
            new BoundedChannelOptions(options.MaxQueuedChanges) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _running = Task.Run(RunAsync);
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>
    /// Queues <paramref name="work"/>, before this method first yields, and returns its result once it is committed.
    /// </summary>
    /// <param name="work">Runs on the writer; an exception undoes this change alone and comes out here.</param>
    /// <param name="prepared">Something the work needs that is made meanwhile; awaited before the transaction begins.</param>
    /// <param name="ct">Withdraws a change that was not begun. One that was begun is finished.</param>
    public Task<T> CommitAsync<T>(Func<SqliteTransaction, T> work, Task prepared, CancellationToken ct)
    {
        var change = new Change<T>(work, prepared, ct);

        // A full channel serves its waiting writers first come, first served, so the order of calls holds there too.
        var queued = _changes.Writer.WriteAsync(change, ct);
        return queued.IsCompletedSuccessfully ? change.Answer : AfterQueueingAsync(queued, change.Answer);
    }

    /// <summary>Commits what is queued, then ends. Later changes are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _running;
        await _connection.DisposeAsync();
    }

    private static async Task<T> AfterQueueingAsync<T>(ValueTask queued, Task<T> answer)
    {
        await queued;
        return await answer;
    }

    private async Task RunAsync()
    {
        var group = new List<Change>(_maxChangesPerCommit);
        while (await _changes.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < _maxChangesPerCommit && _changes.Reader.TryRead(out var change))
            {
                if (await change.IsReadyAsync())
                    group.Add(change);
            }

            if (group.Count > 0)
                Commit(group);
        }
    }

    private void Commit(List<Change> group)
    {
        try
        {
            using (var transaction = _connection.BeginTransaction())
            {
                foreach (var change in group)
                    change.Apply(transaction);
                transaction.Commit();
            }

            Interlocked.Increment(ref _commits);
        }
        catch (Exception problem)
        {
            // Nothing of the group was kept. Whoever waits hears of it and may try again; the next group is a new start.
            LogCommitFailed(problem, group.Count);
            foreach (var change in group)
                change.Fail(problem);
            return;
        }

        foreach (var change in group)
            change.Complete();
    }

    [LoggerMessage(2001, LogLevel.Error, "A commit of {Count} changes failed; none of them was kept")]
    private partial void LogCommitFailed(Exception problem, int count);

    private abstract class Change(Task prepared, CancellationToken ct)
    {
        protected CancellationToken Cancellation => ct;

        /// <summary>False when the change was withdrawn, or what it needs could not be made; its caller knows then.</summary>
        public async Task<bool> IsReadyAsync()
        {
            if (ct.IsCancellationRequested)
            {
                Withdraw();
                return false;
            }

            try
            {
                await prepared;
                return true;
            }
            catch (Exception problem)
            {
                Fail(problem);
                return false;
            }
        }

        public abstract void Apply(SqliteTransaction transaction);

        public abstract void Complete();

        public abstract void Fail(Exception problem);

        protected abstract void Withdraw();
    }

    private sealed class Change<T>(Func<SqliteTransaction, T> work, Task prepared, CancellationToken ct) : Change(prepared, ct)
    {
        private const string Savepoint = "one_change";

        // Continuations must not run on the writer.
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _problem;

        public Task<T> Answer => _answer.Task;

        public override void Apply(SqliteTransaction transaction)
        {
            transaction.Save(Savepoint);
            try
            {
                _result = work(transaction);
            }
            catch (Exception problem)
            {
                _problem = problem;
                transaction.Rollback(Savepoint);
            }

            transaction.Release(Savepoint);
        }

        public override void Complete()
        {
            if (_problem is not null)
                _answer.TrySetException(_problem);
            else
                _answer.TrySetResult(_result!);
        }

        public override void Fail(Exception problem) => _answer.TrySetException(problem);

        protected override void Withdraw() => _answer.TrySetCanceled(Cancellation);
    }
}

using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Submissions;

/// <summary>Jobs waiting, and jobs that a worker holds.</summary>
internal readonly record struct QueueLengths(long Waiting, long InWork);

/// <summary>
/// A reliable queue in Redis: a job that is taken moves to a second list and leaves that only when it is done, so that a worker that dies
/// loses nothing. A job may be handed out twice; grading twice changes nothing. Thread-safe.
/// </summary>
internal sealed class GradingQueue(IConnectionMultiplexer redis) : IDisposable
{
    /// <summary>The waiting jobs.</summary>
    public const string WaitingKey = "queue:grading";

    /// <summary>The jobs in work.</summary>
    public const string InWorkKey = "queue:grading:processing";

    // Counts hints, not jobs: it wakes a worker of this process at once; others look from time to time.
    private readonly SemaphoreSlim _arrived = new(0);

    private IDatabase Database => redis.GetDatabase();

    /// <summary>Appends a job.</summary>
    public async Task EnqueueAsync(long submissionId)
    {
        await Database.ListLeftPushAsync(WaitingKey, submissionId).ConfigureAwait(false);
        _arrived.Release();
    }

    /// <summary>Takes the oldest job; null when there is none.</summary>
    public async Task<long?> TakeAsync()
    {
        var job = await Database.ListMoveAsync(WaitingKey, InWorkKey, ListSide.Right, ListSide.Left).ConfigureAwait(false);

        // A missing value parses as 0: it must be told apart first.
        return !job.IsNull && job.TryParse(out long id) ? id : null;
    }

    /// <summary>Waits until a job has probably arrived, or for <paramref name="timeout"/>.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _arrived.WaitAsync(timeout, cancellationToken);

    /// <summary>Removes a job that is done.</summary>
    public Task CompleteAsync(long submissionId) => Database.ListRemoveAsync(InWorkKey, submissionId, 1);

    /// <summary>Puts back what was in work when this or another process ended.</summary>
    /// <returns>How many jobs.</returns>
    public async Task<int> RequeueUnfinishedAsync()
    {
        var moved = 0;
        while (!(await Database.ListMoveAsync(InWorkKey, WaitingKey, ListSide.Right, ListSide.Right).ConfigureAwait(false)).IsNull)
        {
            moved++;
        }

        return moved;
    }

    /// <summary>How many jobs wait and how many are in work.</summary>
    public async Task<QueueLengths> ReadLengthsAsync()
    {
        var waiting = Database.ListLengthAsync(WaitingKey);
        var inWork = Database.ListLengthAsync(InWorkKey);
        return new QueueLengths(await waiting.ConfigureAwait(false), await inWork.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void Dispose() => _arrived.Dispose();
}

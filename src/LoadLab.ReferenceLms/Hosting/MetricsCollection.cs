using LoadLab.ReferenceLms.Metrics;
using LoadLab.ReferenceLms.Submissions;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Hosting;

/// <summary>Brings the gauges up to date when someone asks for them.</summary>
internal sealed class MetricsCollection(LmsMetrics metrics, NpgsqlPoolListener pool, GradingQueue queue)
{
    /// <summary>A scrape does not wait longer than this for Redis.</summary>
    private static readonly TimeSpan RedisTimeout = TimeSpan.FromMilliseconds(300);

    /// <summary>Updates the gauges before each scrape.</summary>
    public void Attach() => metrics.Registry.AddBeforeCollectCallback(CollectAsync);

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        metrics.SetPool(pool.Read());
        QueueLengths? lengths = null;
        try
        {
            lengths = await queue.ReadLengthsAsync().WaitAsync(RedisTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            // The scrape stays answerable; the series is missing, which is what is known of it.
        }

        metrics.SetQueueLength("grading", lengths?.Waiting);
        metrics.SetQueueLength("grading:processing", lengths?.InWork);
    }
}

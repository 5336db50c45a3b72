using System.Globalization;
using Prometheus;

namespace LoadLab.ReferenceLms.Metrics;

/// <summary>The service's Prometheus metrics, in a registry of their own. Thread-safe. Collecting needs neither Postgres nor a free pool connection.</summary>
internal sealed class LmsMetrics
{
    /// <summary>Upper bounds in seconds; the usual limits of service levels (0.3, 0.5, 0.6, 0.8, 1.5, 2) are bounds themselves, so that a ratio below one is exact.</summary>
    private static readonly double[] Buckets =
        [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10];

    private static readonly string[] StatusTexts = [.. Enumerable.Range(0, 600).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    private readonly Histogram _requests;
    private readonly Histogram _queries;
    private readonly Gauge _queueLength;
    private readonly Histogram _waits;
    private readonly Counter _failedQueries;
    private readonly Counter _submitted;
    private readonly Counter _jobs;
    private readonly Gauge _poolConnections;
    private readonly Gauge _poolMax;
    private readonly Gauge _poolPending;

    public LmsMetrics()
    {
        Registry = Prometheus.Metrics.NewCustomRegistry();
        var factory = Prometheus.Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);
        _requests = factory.CreateHistogram(
            "lms_http_request_duration_seconds", "Time from a request's arrival to the end of its answer.", ["route", "method", "status"], Configure());
        _queries = factory.CreateHistogram(
            "lms_db_query_duration_seconds", "Time from sending a query to its last row, without the wait for a connection.", ["query"], Configure());
        _queueLength = factory.CreateGauge("lms_queue_length", "Jobs that wait for a worker (grading) or that a worker holds (grading:processing).", ["queue"]);
        _jobs = factory.CreateCounter("lms_jobs_total", "Background jobs that ended.", ["outcome"]);
        _submitted = factory.CreateCounter("lms_jobs_submitted_total", "Background jobs that were accepted.");
        _waits = factory.CreateHistogram("lms_job_queue_seconds", "Time from a job's submission until a worker takes it.", Configure());
        _failedQueries = factory.CreateCounter("lms_db_queries_failed_total", "Queries that ended in an error of Postgres or of the connection to it.");
        _poolConnections = factory.CreateGauge("lms_db_pool_connections", "Connections of the Postgres pool.", ["state"]);
        _poolMax = factory.CreateGauge("lms_db_pool_max", "Most connections that the Postgres pool may hold.");
        _poolPending = factory.CreateGauge("lms_db_pool_pending", "Requests that wait for a connection of the Postgres pool.");
        _jobs.WithLabels("graded");
        _jobs.WithLabels("failed");
    }

    /// <summary>What <c>/metrics</c> prints.</summary>
    public CollectorRegistry Registry { get; }

    /// <summary>Records an answered request.</summary>
    public void RequestDone(string route, string method, int status, TimeSpan duration)
    {
        var text = (uint)status < (uint)StatusTexts.Length ? StatusTexts[status] : status.ToString(CultureInfo.InvariantCulture);
        _requests.WithLabels(route, method, text).Observe(duration.TotalSeconds);
    }

    /// <summary>Records a query.</summary>
    public void QueryDone(string query, TimeSpan duration) => _queries.WithLabels(query).Observe(duration.TotalSeconds);

    /// <summary>Counts a query that failed; <see cref="QueryDone"/> counts it too.</summary>
    public void QueryFailed() => _failedQueries.Inc();

    /// <summary>Counts an accepted job.</summary>
    public void JobSubmitted() => _submitted.Inc();

    /// <summary>Records how long a job waited for a worker.</summary>
    public void JobTaken(TimeSpan waited) => _waits.Observe(waited.TotalSeconds);

    /// <summary>Counts a finished job.</summary>
    /// <param name="outcome"><c>graded</c> or <c>failed</c>.</param>
    public void JobDone(string outcome) => _jobs.WithLabels(outcome).Inc();

    /// <summary>Sets a queue's length; null takes the series away, for a length that is not known is not 0.</summary>
    public void SetQueueLength(string queue, long? length)
    {
        if (length is { } known)
        {
            _queueLength.WithLabels(queue).Set(known);
        }
        else
        {
            _queueLength.RemoveLabelled(queue);
        }
    }

    /// <summary>Sets the gauges of the Postgres pool.</summary>
    public void SetPool(PoolState pool)
    {
        _poolConnections.WithLabels("used").Set(pool.Used);
        _poolConnections.WithLabels("idle").Set(pool.Idle);
        _poolMax.Set(pool.Max);
        _poolPending.Set(pool.Pending);
    }

    private static HistogramConfiguration Configure() => new() { Buckets = Buckets };
}

/// <summary>Connections of the pool at one moment.</summary>
/// <param name="Used">Handed out.</param>
/// <param name="Idle">Open and free.</param>
/// <param name="Max">Most there may be.</param>
/// <param name="Pending">Requests that wait for one.</param>
internal readonly record struct PoolState(long Used, long Idle, long Max, long Pending);

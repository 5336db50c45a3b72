using LoadLab.Core.Runs;
using StackExchange.Redis;

namespace LoadLab.Stacks.Probes;

/// <summary>The lists of a broker.</summary>
/// <param name="Waiting">Lists with items that wait for a worker; their lengths add up.</param>
/// <param name="Processing">Lists with items that a worker holds and has not acknowledged; empty for none.</param>
public sealed record QueueKeys(IReadOnlyList<string> Waiting, IReadOnlyList<string> Processing)
{
    /// <summary>The reference LMS's grading queue.</summary>
    public static QueueKeys ReferenceLms { get; } = new(["queue:grading"], []);
}

/// <summary>
/// Reads memory, clients and commands of a Redis, times a PING, and measures queues. Its own connection is not among the clients. A server
/// that does not answer is a sample too: <c>redis.up</c> is 0, and the rest a gap. At the end it sums up the commands of the run.
/// </summary>
public sealed class RedisProbe : IProbe
{
    private const int OwnConnections = 1;

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ConfigurationOptions _options;
    private readonly QueueKeys _queues;
    private readonly TimeProvider _time;
    private readonly ProbeOutages _outages = new("redis", "Redis");
    private readonly BucketMeasures _measures;
    private ConnectionMultiplexer? _connection;
    private IReadOnlyDictionary<string, CommandTotals>? _atStart;
    private string? _refused;
    private string? _noLatency;

    /// <summary>A probe of one server.</summary>
    /// <param name="configuration">StackExchange.Redis configuration.</param>
    /// <param name="queues">The queues to measure; the reference LMS's by default.</param>
    /// <param name="time">The time; the system's by default.</param>
    public RedisProbe(string configuration, QueueKeys? queues = null, TimeProvider? time = null)
    {
        _options = RedisClient.Options(configuration, "loadlab-probe", ProbeTimeout.Limit);
        _queues = queues ?? QueueKeys.ReferenceLms;
        _time = time ?? TimeProvider.System;
        List<Measure> measures =
        [
            new(MeasureNames.RedisUp, "ratio", MeasureAggregation.Mean, "1 when Redis answered a PING within 0.9 s, 0 when not"),
            new(MeasureNames.RedisPing, "ms", MeasureAggregation.Mean, "Time of a PING seen from the client"),
            new(MeasureNames.RedisMemoryUsed, "bytes", MeasureAggregation.Max, "used_memory"),
            new(MeasureNames.RedisMemoryMax, "bytes", MeasureAggregation.Last, "maxmemory; 0 when unlimited"),
            new(MeasureNames.RedisClients, "connections", MeasureAggregation.Max, "Connected clients, without the probe's own"),
            new(MeasureNames.RedisCommandsPerSecond, "1/s", MeasureAggregation.Mean, "Commands a second, as the server averages them over its last seconds"),
        ];
        if (_queues.Waiting.Count > 0)
            measures.Add(new(MeasureNames.QueueLength, "items", MeasureAggregation.Max, "Items waiting for a worker in " + string.Join(", ", _queues.Waiting)));
        if (_queues.Processing.Count > 0)
            measures.Add(new("queue.processing", "items", MeasureAggregation.Max, "Items that a worker holds in " + string.Join(", ", _queues.Processing)));
        measures.Add(RedisLatency.Count);
        _measures = new BucketMeasures(measures);
    }

    /// <inheritdoc/>
    public string Name => "redis";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures => _measures.All;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) =>
        _outages.WatchAsync(Measures.Count, () => MeasureAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken)
    {
        List<Finding?> findings = [_outages.Finding(), _refused is null ? null : NoRights(_refused), _noLatency is null || _refused is not null ? null : NoLatency(_noLatency)];
        ProbeTable? commands = null;
        if (_atStart is { } before && _connection is { IsConnected: true } connection)
            commands = RedisCommands.Table(before, await CommandsAsync(connection.GetDatabase()).WaitAsync(cancellationToken).ConfigureAwait(false));
        return new ProbeSummary([.. new[] { commands }.OfType<ProbeTable>()], [.. findings.OfType<Finding>()]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _connecting.Dispose();
    }

    // The buckets are noted when the sample is whole: one that was late is none, whatever it still reads.
    private async ValueTask<IReadOnlyList<double>> MeasureAsync(CancellationToken cancellationToken)
    {
        var (values, buckets) = await ProbeTimeout.RunAsync(Name, ReadAsync, _time, cancellationToken).ConfigureAwait(false);
        return _measures.Complete(values, buckets);
    }

    private async Task<(IReadOnlyList<double> Values, IReadOnlyDictionary<TimeBucket, double>? Buckets)> ReadAsync(CancellationToken cancellationToken)
    {
        var database = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
        var start = _time.GetTimestamp();
        await database.ExecuteAsync("PING").ConfigureAwait(false);
        var pingMs = _time.GetElapsedTime(start).TotalMilliseconds;

        // One round trip for all: the client sends them together.
        var info = _refused is null ? InfoAsync(database) : Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());
        var latency = LatencyAsync(database);
        var waiting = _queues.Waiting.Select(key => LengthAsync(database, key)).ToList();
        var processing = _queues.Processing.Select(key => LengthAsync(database, key)).ToList();
        var values = await info.ConfigureAwait(false);
        List<double> sample =
        [
            1,
            pingMs,
            RedisClient.Number(values, "used_memory"),
            RedisClient.Number(values, "maxmemory"),
            RedisClient.Number(values, "connected_clients") - OwnConnections,
            RedisClient.Number(values, "instantaneous_ops_per_sec"),
        ];
        if (waiting.Count > 0)
            sample.Add((await Task.WhenAll(waiting).ConfigureAwait(false)).Sum());
        if (processing.Count > 0)
            sample.Add((await Task.WhenAll(processing).ConfigureAwait(false)).Sum());
        if (_refused is null)
            _atStart ??= await CommandsAsync(database).ConfigureAwait(false);
        var buckets = await latency.ConfigureAwait(false);
        sample.Add(buckets?.Values.Sum() ?? double.NaN);
        return (sample, buckets);
    }

    // Redis 6 does not know it, and a user may not be let; both stay so for the run.
    private async Task<IReadOnlyDictionary<TimeBucket, double>?> LatencyAsync(IDatabase database)
    {
        try
        {
            return _noLatency is null ? RedisLatency.Parse(await database.ExecuteAsync("LATENCY", "HISTOGRAM").ConfigureAwait(false)) : null;
        }
        catch (RedisServerException fault)
        {
            _noLatency = fault.Message;
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> InfoAsync(IDatabase database)
    {
        try
        {
            return RedisClient.ParseInfo((string?)await database.ExecuteAsync("INFO").ConfigureAwait(false));
        }
        catch (RedisServerException fault) when (IsRefusal(fault))
        {
            _refused = fault.Message;
            return new Dictionary<string, string>();
        }
    }

    // A list that may not be read, or that is none, is a gap; the others keep their figures.
    private async Task<double> LengthAsync(IDatabase database, string key)
    {
        try
        {
            return await database.ListLengthAsync(key).ConfigureAwait(false);
        }
        catch (RedisServerException fault)
        {
            _refused ??= $"LLEN {key}: {fault.Message}";
            return double.NaN;
        }
    }

    private static async Task<IReadOnlyDictionary<string, CommandTotals>> CommandsAsync(IDatabase database) =>
        RedisCommands.Parse(RedisClient.ParseInfo((string?)await database.ExecuteAsync("INFO", "commandstats").ConfigureAwait(false)));

    private static bool IsRefusal(RedisServerException fault) => fault.Message.StartsWith("NOPERM", StringComparison.Ordinal);

    private static Finding NoRights(string refusal) => new(
        "redis-rights", FindingSeverity.Warning, $"Redis lets the probe not see all: {refusal}", "a user that may run INFO, PING, LLEN and LATENCY HISTOGRAM",
        "ACL SETUSER <the user of stack.external.redis> +info +ping +llen +latency|histogram ~*");

    private static Finding NoLatency(string refusal) => new(
        "redis-latency", FindingSeverity.Info, $"no times of Redis commands: {refusal}", "LATENCY HISTOGRAM, which Redis has from 7.0 on",
        "Use Redis 7 or later, and let the user of stack.external.redis run it: +latency|histogram.");

    // Connects with the first sample; from then on the client itself connects again when the server was away.
    private async Task<IDatabase> DatabaseAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _connection ??= await ConnectionMultiplexer.ConnectAsync(_options).ConfigureAwait(false);
            return _connection.GetDatabase();
        }
        finally
        {
            _connecting.Release();
        }
    }
}

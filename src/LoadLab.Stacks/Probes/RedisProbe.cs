using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Stacks.Clients;
using StackExchange.Redis;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Reads memory, clients and commands of a Redis, times a PING, and measures queues. Its own connection is not among the clients. A server
/// that does not answer is a sample too: <c>redis.up</c> is 0, and the rest a gap. A queue of which nothing shows that it exists has no length
/// (<see cref="QueueWatch"/>). At the end it sums up the commands of the run.
/// </summary>
internal sealed class RedisProbe : IProbe
{
    private const int OwnConnections = 1;

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ConfigurationOptions _options;
    private readonly QueueKeys _queues;
    private readonly QueueWatch _waiting;
    private readonly QueueWatch _processing;
    private readonly TimeProvider _time;
    private readonly ProbeOutages _outages = new("redis", "Redis");
    private readonly BucketMeasures _measures;
    private ConnectionMultiplexer? _connection;
    private readonly RedisCommandWatch _commands = new();
    private string? _noInfo;
    private string? _noRights;
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
        _waiting = new QueueWatch(MeasureNames.QueueLength, _queues.Waiting, _queues.AreKnown, _time);
        _processing = new QueueWatch(QueueKeys.ProcessingMeasure, _queues.Processing, _queues.AreKnown, _time);
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
            measures.Add(new(QueueKeys.ProcessingMeasure, "items", MeasureAggregation.Max, "Items that a worker holds in " + string.Join(", ", _queues.Processing)));
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
        if (_noInfo is null && _connection is { IsConnected: true } connection)
            await ReadLastAsync(connection.GetDatabase()).WaitAsync(cancellationToken).ConfigureAwait(false);
        List<Finding?> findings = [_outages.Finding(), _noRights is null ? null : NoRights(_noRights), _noLatency is null || _noRights is not null ? null : NoLatency(_noLatency), _commands.Finding()];
        if (_noRights is null && _outages.HasAnswered)
            findings.AddRange(new[] { _waiting, _processing }.Where(queues => queues.Queues.Count > 0).Select(queues => queues.Finding(_queues.AreNamed ? FindingSeverity.Warning : FindingSeverity.Info, _queues.FindingAdvice)));
        return new ProbeSummary([.. new[] { _commands.Table() }.OfType<ProbeTable>()], [.. findings.OfType<Finding>()]) { Late = [.. _waiting.Late(), .. _processing.Late()], Restarts = [.. new[] { _commands.Planned() }.OfType<PlannedRestart>()] };
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
        var info = _noInfo is null ? InfoAsync(database) : Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());
        var commands = _noInfo is null ? InfoAsync(database, "commandstats") : null;
        var latency = LatencyAsync(database);
        var waiting = _queues.Waiting.Select(key => LengthAsync(database, key, _waiting)).ToList();
        var processing = _queues.Processing.Select(key => LengthAsync(database, key, _processing)).ToList();
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
            sample.Add(_waiting.Add(await Task.WhenAll(waiting).ConfigureAwait(false)));
        if (processing.Count > 0)
            sample.Add(_processing.Add(await Task.WhenAll(processing).ConfigureAwait(false)));
        if (commands is not null)
            Count(values, await commands.ConfigureAwait(false));
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
            if (IsRefusal(fault))
                _noRights ??= fault.Message;
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> InfoAsync(IDatabase database, params object[] sections)
    {
        try
        {
            return RedisClient.ParseInfo((string?)await database.ExecuteAsync("INFO", sections).ConfigureAwait(false));
        }
        catch (RedisServerException fault) when (IsRefusal(fault))
        {
            _noInfo = _noRights = fault.Message;
            return new Dictionary<string, string>();
        }
    }

    // A list that may not be read, or that is no list, is a gap; everything else keeps its figures.
    private async Task<double> LengthAsync(IDatabase database, string key, QueueWatch queues)
    {
        try
        {
            return await database.ListLengthAsync(key).ConfigureAwait(false);
        }
        catch (RedisServerException fault)
        {
            if (IsRefusal(fault))
                _noRights ??= $"LLEN {key}: {fault.Message}";
            queues.Refuse(key, fault.Kind == RedisErrorKind.WrongType
                ? $"'{key}' is {await TypeAsync(database, key).ConfigureAwait(false)}, not a list"
                : $"LLEN {key}: {OneLine.Of(fault)}");
            return double.NaN;
        }
    }

    private static async Task<string> TypeAsync(IDatabase database, string key)
    {
        try
        {
            return "a " + (string?)await database.ExecuteAsync("TYPE", key).ConfigureAwait(false);
        }
        catch (RedisServerException)
        {
            return "of another type";
        }
    }

    private void Count(IReadOnlyDictionary<string, string> info, IReadOnlyDictionary<string, string> commands)
    {
        if (_noInfo is null)
            _commands.Add(RedisCommands.Parse(commands), RedisClient.Number(info, "total_commands_processed"), info.GetValueOrDefault("run_id"));
    }

    // A server that goes away in this moment costs what ran since the last sample.
    private async Task ReadLastAsync(IDatabase database)
    {
        try
        {
            Count(await InfoAsync(database).ConfigureAwait(false), await InfoAsync(database, "commandstats").ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            // The table ends with the last sample.
        }
    }

    private static bool IsRefusal(RedisServerException fault) => fault.Kind == RedisErrorKind.NoPermission;

    private static Finding NoRights(string refusal) => new(
        "redis-rights", FindingSeverity.Warning, $"Redis lets the probe not see all: {refusal}", "a user that may run PING, INFO, LLEN and LATENCY HISTOGRAM", RedisRights.Advice);

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

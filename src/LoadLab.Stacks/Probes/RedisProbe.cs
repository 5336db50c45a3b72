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

/// <summary>Reads memory, clients and commands of a Redis, times a PING, and measures queues. Its own connection is not among the clients.</summary>
public sealed class RedisProbe : IProbe
{
    private const int OwnConnections = 1;

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ConfigurationOptions _options;
    private readonly QueueKeys _queues;
    private readonly TimeProvider _time;
    private ConnectionMultiplexer? _connection;

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
        Measures = measures;
    }

    /// <inheritdoc/>
    public string Name => "redis";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) =>
        ProbeTimeout.RunAsync(Name, ReadAsync, _time, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _connecting.Dispose();
    }

    private async Task<IReadOnlyList<double>> ReadAsync(CancellationToken cancellationToken)
    {
        var database = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
        var start = _time.GetTimestamp();
        await database.ExecuteAsync("PING").ConfigureAwait(false);
        var pingMs = _time.GetElapsedTime(start).TotalMilliseconds;

        // One round trip for all: the client sends them together.
        var info = database.ExecuteAsync("INFO");
        var waiting = _queues.Waiting.Select(key => database.ListLengthAsync(key)).ToList();
        var processing = _queues.Processing.Select(key => database.ListLengthAsync(key)).ToList();
        var values = RedisClient.ParseInfo((string?)await info.ConfigureAwait(false));
        List<double> sample =
        [
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
        return sample;
    }

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

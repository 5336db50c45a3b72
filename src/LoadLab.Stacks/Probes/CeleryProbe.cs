using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using LoadLab.Core.Runs;
using StackExchange.Redis;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Celery on a Redis broker: how many workers are alive, by the heartbeats that each sends every 2 s by itself, and how many tasks wait or are held.
/// A worker counts for <see cref="Window"/> after its last heartbeat, and no longer once it says that it goes. Until one was heard or the window
/// has passed, nobody knows how many there are, and the sample has a gap. Its two connections are among the clients of the broker.
/// </summary>
public sealed class CeleryProbe : IProbe
{
    /// <summary>Three heartbeats.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(6);

    // Kombu keeps a list for each of four priorities, the first under the queue's plain name.
    private static readonly string[] s_prioritySuffixes = ["", "\u0006\u00163", "\u0006\u00166", "\u0006\u00169"];

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ConcurrentDictionary<string, long> _heard = new(StringComparer.Ordinal);
    private readonly ConfigurationOptions _options;
    private readonly IReadOnlyList<RedisKey> _keys;
    private readonly TimeProvider _time;
    private ConnectionMultiplexer? _connection;
    private long _listeningSince;

    /// <summary>A probe of the workers and queues of one broker.</summary>
    /// <param name="configuration">StackExchange.Redis configuration of the broker; its <c>defaultDatabase</c> is the broker's.</param>
    /// <param name="queues">Names of the queues.</param>
    /// <param name="time">The time; the system's by default.</param>
    public CeleryProbe(string configuration, IReadOnlyList<string> queues, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(queues);
        _options = RedisClient.Options(configuration, "loadlab-celery", ProbeTimeout.Limit);
        _options.CommandMap = CommandMap.Default;
        _keys = [.. queues.SelectMany(queue => s_prioritySuffixes.Select(suffix => (RedisKey)(queue + suffix)))];
        _time = time ?? TimeProvider.System;
        Measures =
        [
            new(MeasureNames.CeleryWorkers, "workers", MeasureAggregation.Mean, "Celery workers whose last heartbeat is at most 6 s old"),
            new(MeasureNames.QueueLength, "items", MeasureAggregation.Max, "Tasks waiting in " + string.Join(", ", queues) + ", and those that workers hold unacknowledged"),
        ];
    }

    /// <inheritdoc/>
    public string Name => "celery";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) => ProbeTimeout.RunAsync(Name, ReadAsync, _time, cancellationToken);

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
        var held = database.HashLengthAsync("unacked");
        var waiting = await Task.WhenAll(_keys.Select(key => database.ListLengthAsync(key))).ConfigureAwait(false);
        return [Workers(), waiting.Sum() + await held.ConfigureAwait(false)];
    }

    private double Workers()
    {
        var alive = _heard.Values.Count(last => _time.GetElapsedTime(last) <= Window);
        return alive == 0 && _time.GetElapsedTime(Volatile.Read(ref _listeningSince)) <= Window ? double.NaN : alive;
    }

    private async Task<IDatabase> DatabaseAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _connection ??= await ConnectAsync().ConfigureAwait(false);
            return _connection.GetDatabase();
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(_options).ConfigureAwait(false);
        connection.ConnectionRestored += (_, _) => Volatile.Write(ref _listeningSince, _time.GetTimestamp());
        Volatile.Write(ref _listeningSince, _time.GetTimestamp());
        var channel = RedisChannel.Pattern(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{_options.DefaultDatabase ?? 0}.celeryev/worker.*"));
        await connection.GetSubscriber().SubscribeAsync(channel, (_, message) => Hear(message)).ConfigureAwait(false);
        return connection;
    }

    /// <summary>Takes an event: an envelope with a base64 body such as <c>{"hostname": "w1@host", "type": "worker-heartbeat"}</c>. What is none says nothing.</summary>
    private void Hear(RedisValue message)
    {
        try
        {
            using var envelope = JsonDocument.Parse(((string?)message) ?? "");
            using var body = JsonDocument.Parse(Encoding.UTF8.GetString(envelope.RootElement.GetProperty("body").GetBytesFromBase64()));
            var worker = body.RootElement.GetProperty("hostname").GetString() ?? "";
            if (body.RootElement.GetProperty("type").GetString() == "worker-offline")
                _heard.TryRemove(worker, out _);
            else
                _heard[worker] = _time.GetTimestamp();
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            // Somebody else's message on this channel.
        }
    }
}

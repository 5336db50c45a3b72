using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Stacks.Clients;
using StackExchange.Redis;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Celery on a Redis broker: how many workers are alive, by the heartbeats that each sends every 2 s by itself, and how many tasks wait or are held.
/// A worker counts for <see cref="Window"/> after its last heartbeat, and no longer once it says that it goes. Until one was heard, there may be
/// none, or workers that send no heartbeats: the sample has a gap. While the broker did not answer, nobody could be heard, so that for
/// <see cref="Window"/> after it there is a gap too. So it has until each queue is known to exist: it has held a task, or Celery has
/// bound it (<c>_kombu.binding.NAME</c>). Its two connections are among the clients of the broker.
/// </summary>
internal sealed class CeleryProbe : IProbe
{
    /// <summary>Three heartbeats.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(6);

    // As long between two answers of the broker, heartbeats may have got lost in a row.
    private static readonly TimeSpan s_deaf = TimeSpan.FromSeconds(2.5);

    // Kombu keeps a list for each of four priorities, the first under the queue's plain name.
    private static readonly string[] s_prioritySuffixes = ["", "\u0006\u00163", "\u0006\u00166", "\u0006\u00169"];

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ConcurrentDictionary<string, long> _lastHeartbeats = new(StringComparer.Ordinal);
    private readonly ConfigurationOptions _options;
    private readonly QueueWatch _queues;
    private readonly TimeProvider _time;
    private ConnectionMultiplexer? _connection;
    private bool _hasHeartbeat;
    private string? _subscribeRefusal;
    private bool _hasAnswered;
    private long _lastAnswer;
    private long? _heardAnewSince;

    /// <summary>A probe of the workers and queues of one broker.</summary>
    /// <param name="configuration">StackExchange.Redis configuration of the broker; its <c>defaultDatabase</c> is the broker's.</param>
    /// <param name="queues">Names of the queues.</param>
    /// <param name="time">The time; the system's by default.</param>
    public CeleryProbe(string configuration, IReadOnlyList<string> queues, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(queues);
        _options = RedisClient.Options(configuration, "loadlab-celery", ProbeTimeout.Limit);
        _options.CommandMap = CommandMap.Create(["ECHO"], available: false);
        _time = time ?? TimeProvider.System;
        _queues = new QueueWatch(MeasureNames.QueueLength, queues, static () => false, _time);
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

    /// <inheritdoc/>
    public ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken)
    {
        Finding?[] findings = _hasAnswered ? [NoWorkers(), _queues.Finding(FindingSeverity.Warning, "Look at the names in probes.celery, and at the database of the broker (defaultDatabase=N in stack.external.redis).")] : [];
        return ValueTask.FromResult(new ProbeSummary([], [.. findings.OfType<Finding>()]) { Late = _queues.Late() });
    }

    private async Task<IReadOnlyList<double>> ReadAsync(CancellationToken cancellationToken)
    {
        var database = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
        var held = database.HashLengthAsync("unacked");
        var bound = Task.WhenAll(_queues.Queues.Where(queue => !_queues.IsKnown(queue)).Select(queue => FindBindingAsync(database, queue)));
        var waiting = await Task.WhenAll(_queues.Queues.Select(queue => LengthAsync(database, queue))).ConfigureAwait(false);
        await bound.ConfigureAwait(false);
        var now = _time.GetTimestamp();
        if (_hasAnswered && _time.GetElapsedTime(_lastAnswer, now) > s_deaf)
            _heardAnewSince = now;
        (_hasAnswered, _lastAnswer) = (true, now);
        return [Workers(), _queues.Add(waiting, await held.ConfigureAwait(false))];
    }

    private static async Task<double> LengthAsync(IDatabase database, string queue) =>
        (await Task.WhenAll(s_prioritySuffixes.Select(suffix => database.ListLengthAsync(queue + suffix))).ConfigureAwait(false)).Sum();

    // Kombu notes which queues an exchange feeds; by default the exchange has the queue's name.
    private async Task FindBindingAsync(IDatabase database, string queue)
    {
        try
        {
            if (await database.KeyExistsAsync("_kombu.binding." + queue).ConfigureAwait(false))
                _queues.MarkKnown(queue);
        }
        catch (RedisServerException)
        {
            // A user that may not ask: then only a task shows that the queue exists.
        }
    }

    private double Workers() => _hasHeartbeat && !(_heardAnewSince is { } since && _time.GetElapsedTime(since) < Window)
        ? _lastHeartbeats.Values.Count(last => _time.GetElapsedTime(last) <= Window) : double.NaN;

    private Finding? NoWorkers() => _hasHeartbeat ? null
        : _subscribeRefusal is { } refusal ? new(
            MeasureNames.CeleryWorkers, FindingSeverity.Warning, $"Redis does not let the probe listen to the workers' heartbeats: {refusal}.", "a user that may run PSUBSCRIBE", RedisRights.CeleryAdvice)
        : new(
            MeasureNames.CeleryWorkers, FindingSeverity.Warning, "no heartbeat of a Celery worker was heard: none runs on this broker and database, or they run with --without-heartbeat.",
            "a heartbeat of each worker every 2 s", "Start the workers, and look at the database of the broker (defaultDatabase=N in stack.external.redis).");

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
        var channel = RedisChannel.Pattern(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{_options.DefaultDatabase ?? 0}.celeryev/worker.*"));
        try
        {
            await SubscribeAsync(connection.GetSubscriber(), channel).ConfigureAwait(false);
        }
        catch (RedisServerException refusal)
        {
            // It stays refused; the queues can be read all the same.
            _subscribeRefusal = OneLine.Of(refusal);
        }
        catch (Exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return connection;
    }

    /// <summary>The connection for subscriptions is another than that for commands, and may be there a moment later.</summary>
    private async Task SubscribeAsync(ISubscriber subscriber, RedisChannel channel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await subscriber.SubscribeAsync(channel, (_, message) => OnEvent(message)).ConfigureAwait(false);
                return;
            }
            catch (RedisConnectionException) when (attempt < 5)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes an event: an envelope with a base64 body such as <c>{"hostname": "w1@host", "type": "worker-heartbeat"}</c>. What is none says nothing.</summary>
    private void OnEvent(RedisValue message)
    {
        try
        {
            using var envelope = JsonDocument.Parse(((string?)message) ?? "");
            using var body = JsonDocument.Parse(Encoding.UTF8.GetString(envelope.RootElement.GetProperty("body").GetBytesFromBase64()));
            var worker = body.RootElement.GetProperty("hostname").GetString() ?? "";
            if (body.RootElement.GetProperty("type").GetString() == "worker-offline")
                _lastHeartbeats.TryRemove(worker, out _);
            else
                _lastHeartbeats[worker] = _time.GetTimestamp();
            _hasHeartbeat = true;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            // Somebody else's message on this channel.
        }
    }
}

using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>Scrapes Prometheus text and takes from it what a mapping of measure names to selectors names.</summary>
public sealed class MetricsProbe : IProbe
{
    private readonly IReadOnlyList<Uri> _addresses;
    private readonly List<MetricSelector> _selectors;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>A probe of one address.</summary>
    /// <param name="address">Where the metrics are.</param>
    /// <param name="mapping">Measure name to selector, such as <c>pool{state="used"}</c>; matching samples add up. The reference LMS's by default.</param>
    /// <param name="time">The time; the system's by default.</param>
    /// <exception cref="LoadLabException">104: selectors that cannot be read, all of them at once.</exception>
    public MetricsProbe(Uri address, IReadOnlyDictionary<string, string>? mapping = null, TimeProvider? time = null)
        : this([address], mapping, time)
    {
    }

    /// <summary>A probe of several instances of one target, whose values add up. One that does not answer makes a gap.</summary>
    /// <param name="addresses">Where the metrics are; one at least.</param>
    /// <param name="mapping">As above.</param>
    /// <param name="time">The time; the system's by default.</param>
    /// <exception cref="LoadLabException">104: selectors that cannot be read, all of them at once.</exception>
    public MetricsProbe(IReadOnlyList<Uri> addresses, IReadOnlyDictionary<string, string>? mapping = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        _addresses = addresses;
        _time = time ?? TimeProvider.System;
        var chosen = mapping is { Count: > 0 } ? mapping : ReferenceLmsMapping;
        _selectors = ParseAll(chosen);
        Measures = [.. chosen.Select(entry => Describe(entry.Key, entry.Value))];
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = !addresses[0].IsLoopback }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What the reference LMS exports of its connection pool.</summary>
    public static IReadOnlyDictionary<string, string> ReferenceLmsMapping { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [MeasureNames.DbPoolUsed] = "lms_db_pool_connections{state=\"used\"}",
        [MeasureNames.DbPoolIdle] = "lms_db_pool_connections{state=\"idle\"}",
        [MeasureNames.DbPoolMax] = "lms_db_pool_max",
        [MeasureNames.DbPoolPending] = "lms_db_pool_pending",
    };

    /// <inheritdoc/>
    public string Name => "metrics";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) =>
        ProbeTimeout.RunAsync(Name, ReadAsync, _time, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<double>> ReadAsync(CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(_addresses.Select(address => ReadAsync(address, cancellationToken))).ConfigureAwait(false);
        return [.. Enumerable.Range(0, _selectors.Count).Select(measure => all.Sum(values => values[measure]))];
    }

    private async Task<double[]> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(address, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}, not 200.");
        var samples = PrometheusText.Parse(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        var values = _selectors.Select(selector => selector.Sum(samples)).ToArray();
        if (values.All(double.IsNaN))
            throw new InvalidOperationException($"{address} has none of {string.Join(", ", _selectors.Select(selector => selector.Text))}. Map the suite's 'metrics' to names that it has.");
        return values;
    }

    private static List<MetricSelector> ParseAll(IReadOnlyDictionary<string, string> mapping)
    {
        var selectors = new List<MetricSelector>();
        var faults = new List<string>();
        foreach (var (measure, text) in mapping)
        {
            try
            {
                selectors.Add(MetricSelector.Parse(text));
            }
            catch (FormatException fault)
            {
                faults.Add($"metrics.{measure}: {fault.Message}");
            }
        }

        return faults.Count == 0 ? selectors : throw new LoadLabException(ExitCode.BadConfiguration, faults, "Write name or name{label=\"value\"}.");
    }

    private static Measure Describe(string name, string selector) => name switch
    {
        MeasureNames.DbPoolUsed => new(name, "connections", MeasureAggregation.Max, "Pool of the API: connections in use"),
        MeasureNames.DbPoolIdle => new(name, "connections", MeasureAggregation.Mean, "Pool of the API: open connections not in use"),
        MeasureNames.DbPoolMax => new(name, "connections", MeasureAggregation.Last, "Pool of the API: most connections"),
        MeasureNames.DbPoolPending => new(name, "requests", MeasureAggregation.Max, "Pool of the API: requests waiting for a connection"),
        MeasureNames.QueueLength => new(name, "items", MeasureAggregation.Max, "Items waiting for a worker"),
        // By Prometheus's own naming rule a counter ends in _total.
        _ when selector.Split('{')[0].Trim().EndsWith("_total", StringComparison.Ordinal) => new(name, "count", MeasureAggregation.Delta, selector),
        _ => new(name, "value", MeasureAggregation.Max, selector),
    };
}

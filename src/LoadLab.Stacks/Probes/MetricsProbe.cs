using LoadLab.Core;
using LoadLab.Core.Measures;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>Scrapes Prometheus text and takes from it what a mapping of measure names to selectors names.</summary>
public sealed class MetricsProbe : IProbe
{
    private readonly IReadOnlyList<Uri> _addresses;
    private readonly IReadOnlyList<MetricSelector> _selectors;
    private readonly IReadOnlyList<MetricHistogram> _histograms;
    private readonly BucketMeasures _measures;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>A probe of the instances of one API.</summary>
    /// <param name="addresses">Where the metrics of each instance are; their values add up. An instance that does not answer fails the sample: a sum without it would be a wrong one.</param>
    /// <param name="mapping">
    /// Measure name to selector, such as <c>pool{state="used"}</c>; matching samples add up. A name that ends in <c>_bucket</c> is a histogram of
    /// times. The reference LMS's by default.
    /// </param>
    /// <param name="time">The time; the system's by default.</param>
    /// <exception cref="LoadLabException">104: selectors that cannot be read, all of them at once.</exception>
    public MetricsProbe(IReadOnlyList<Uri> addresses, IReadOnlyDictionary<string, string>? mapping = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        _addresses = addresses;
        _time = time ?? TimeProvider.System;
        var chosen = mapping is { Count: > 0 } ? mapping : ReferenceLmsMapping;
        var parsed = ParseAll(chosen);
        _histograms = [.. parsed.Where(entry => MetricHistogram.Is(entry.Selector)).Select(entry => new MetricHistogram(entry.Measure, entry.Selector))];
        var others = parsed.Where(entry => !MetricHistogram.Is(entry.Selector)).ToList();
        _selectors = [.. others.Select(entry => entry.Selector)];
        _measures = new BucketMeasures([.. others.Select(entry => Describe(entry.Measure, entry.Selector)), .. _histograms.Select(histogram => histogram.Count)]);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = !addresses.All(address => address.IsLoopback) }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What the reference LMS exports of its connection pool, its queries, its jobs and, where it has a mail server, its mails.</summary>
    public static IReadOnlyDictionary<string, string> ReferenceLmsMapping { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [MeasureNames.DbPoolUsed] = "lms_db_pool_connections{state=\"used\"}",
        [MeasureNames.DbPoolIdle] = "lms_db_pool_connections{state=\"idle\"}",
        [MeasureNames.DbPoolMax] = "lms_db_pool_max",
        [MeasureNames.DbPoolPending] = "lms_db_pool_pending",
        [MeasureNames.DbQueriesFailed] = "lms_db_queries_failed_total",
        [MeasureNames.JobsSubmitted] = "lms_jobs_submitted_total",
        [MeasureNames.JobsEnded] = "lms_jobs_total",
        [MeasureNames.JobsCompleted] = "lms_jobs_total{outcome=\"graded\"}",
        [MeasureNames.JobsFailed] = "lms_jobs_total{outcome=\"failed\"}",
        [MeasureNames.JobsQueueTime] = "lms_job_queue_seconds_bucket",
        [MeasureNames.DbQueryTime] = "lms_db_query_duration_seconds_bucket",
        [MeasureNames.EmailDeliveryTime] = "lms_mail_delivery_seconds_bucket",
        [MeasureNames.EmailTriggered] = "lms_mails_triggered_total",
        [MeasureNames.EmailSent] = "lms_mails_sent_total",
        [MeasureNames.EmailFailed] = "lms_mails_failed_total",
        [MeasureNames.EmailQueueLength] = "lms_mail_queue_length",
    };

    /// <inheritdoc/>
    public string Name => "metrics";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures => _measures.All;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken)
    {
        var samples = await ProbeTimeout.RunAsync(Name, ReadAsync, _time, cancellationToken).ConfigureAwait(false);
        var histograms = _histograms.Select(histogram => histogram.Read(samples)).ToList();
        double[] values = [.. _selectors.Select(selector => selector.Sum(samples)), .. histograms.Select(totals => totals.Count == 0 ? double.NaN : totals.Values.Sum())];
        if (values.All(double.IsNaN))
            throw new InvalidOperationException($"{string.Join(", ", _addresses)} has none of {string.Join(", ", _selectors.Select(selector => selector.Text).Concat(_histograms.Select(histogram => histogram.Text)))}. Map the suite's 'metrics' to names that it has.");
        return _measures.Complete(values, histograms.SelectMany(totals => totals).ToDictionary());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<PrometheusSample>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(_addresses.Select(address => ScrapeAsync(address, cancellationToken))).ConfigureAwait(false)).SelectMany(all => all)];

    private async Task<IReadOnlyList<PrometheusSample>> ScrapeAsync(Uri address, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(address, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? PrometheusText.Parse(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false))
            : throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}, not 200.");
    }

    /// <summary>Every selector of a mapping that cannot be read; empty when all can.</summary>
    internal static IReadOnlyList<SettingFault> FindFaults(IReadOnlyDictionary<string, string> mapping) => Parse(mapping).Faults;

    private static List<(string Measure, MetricSelector Selector)> ParseAll(IReadOnlyDictionary<string, string> mapping)
    {
        var (selectors, faults) = Parse(mapping);
        return faults.Count == 0 ? selectors : throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.Select(fault => fault.ToString())], "Write name or name{label=\"value\"}.");
    }

    private static (List<(string Measure, MetricSelector Selector)> Selectors, List<SettingFault> Faults) Parse(IReadOnlyDictionary<string, string> mapping)
    {
        var selectors = new List<(string, MetricSelector)>();
        var faults = new List<SettingFault>();
        foreach (var (measure, text) in mapping)
        {
            try
            {
                var selector = MetricSelector.Parse(text);
                MetricHistogram.Check(selector);
                selectors.Add((measure, selector));
            }
            catch (FormatException fault)
            {
                faults.Add(new SettingFault("metrics." + measure, fault.Message));
            }
        }

        return (selectors, faults);
    }

    private static Measure Describe(string name, MetricSelector selector) =>
        (KnownMeasures.BuiltIn.Find(name) ?? MeasureFamilies.Own(name, selector.Text)).ToMeasure();
}

using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Scrapes Prometheus text and takes from it what a mapping of measure names to selectors names. A name that is not there is a gap. A target without
/// metrics is one finding, and is not asked again.
/// </summary>
internal sealed class MetricsProbe : IProbe
{
    private readonly MetricsSource _source;
    private readonly bool _isMapped;
    private readonly List<(string Measure, MetricSelector Selector)> _mapped;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Func<IReadOnlyList<IReadOnlyList<PrometheusSample>>, double>> _readers;
    private readonly IReadOnlyList<MetricHistogram> _histograms;
    private readonly BucketMeasures _measures;
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
        _source = new MetricsSource(addresses);
        _time = time ?? TimeProvider.System;
        _isMapped = mapping is { Count: > 0 };
        var chosen = _isMapped ? mapping! : ReferenceLmsMapping;
        var parsed = _mapped = ParseAll(chosen);
        _histograms = [.. parsed.Where(entry => MetricHistogram.Is(entry.Selector)).Select(entry => new MetricHistogram(entry.Measure, entry.Selector))];
        var others = parsed.Where(entry => !MetricHistogram.Is(entry.Selector)).ToList();
        var measures = others.ConvertAll(entry => Describe(entry.Measure, entry.Selector));
        _readers = [.. measures.Zip(others, (measure, entry) => Reader(measure, entry.Selector))];
        _measures = new BucketMeasures([.. measures, .. _histograms.Select(histogram => histogram.Count)]);
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

    /// <summary>True once the API has counted this measure: whatever it counts is there.</summary>
    public bool HasSeen(string measure)
    {
        lock (_seen)
            return _seen.Contains(measure);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken)
    {
        var pages = await ProbeTimeout.RunAsync(Name, _source.ReadAsync, _time, cancellationToken).ConfigureAwait(false);
        PrometheusSample[] samples = [.. pages.SelectMany(page => page)];
        var histograms = _histograms.Select(histogram => histogram.Read(samples)).ToList();
        double[] values = [.. _readers.Select(read => read(pages)), .. histograms.Select(totals => totals.Count == 0 ? double.NaN : totals.Values.Sum())];
        lock (_seen)
            _seen.UnionWith(_measures.All.Take(values.Length).Where((_, i) => !double.IsNaN(values[i])).Select(measure => measure.Name));
        return _measures.Complete(values, histograms.SelectMany(totals => totals).ToDictionary());
    }

    /// <inheritdoc/>
    public ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new ProbeSummary([], [.. Absent()]));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _source.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What is not there, and what to do about it. What the suite maps has a finding of its own each: the row on it can give the reason.</summary>
    private IEnumerable<Finding> Absent()
    {
        if (!_isMapped && _seen.Count > 0)
            yield break;
        if (_source.Nothing is { } nothing)
        {
            yield return new Finding(
                Name, _isMapped ? FindingSeverity.Warning : FindingSeverity.Info, $"the target has no metrics there: {nothing}.", "Prometheus text, for measures such as db.pool.used and jobs.submitted",
                "Give the path of the metrics (--external-metrics PATH), or switch them off (--external-metrics off, or metrics: off in the suite). The run does not need them.");
        }
        else if (!_isMapped && _source.Names.Count > 0)
        {
            yield return new Finding(
                Name, FindingSeverity.Info, string.Create(CultureInfo.InvariantCulture, $"{_source.Where} has {_source.Names.Count} metrics, and none that LoadLab knows by itself."),
                "metrics that are mapped to measures", "Map measures to the names of its metrics in the suite (metrics: {db.pool.used: NAME}), or switch them off (metrics: off).");
        }

        foreach (var (measure, selector) in _mapped.Where(entry => _isMapped && !_seen.Contains(MetricHistogram.Is(entry.Selector) ? TimeBucket.CountOf(entry.Measure, "").Name : entry.Measure)))
            yield return new Finding(measure, FindingSeverity.Warning, WhyAbsent(selector), "a metric that is there", "Correct the name under 'metrics' in the suite.");
    }

    private string WhyAbsent(MetricSelector selector) => _source.Nothing is { } nothing ? nothing + "."
        : _source.Names.Count == 0 ? $"{_source.Where} was never read."
        : _source.Names.Contains(selector.Name) ? $"{_source.Where} has {selector.Name}, but never with the labels of {selector.Text}."
        : $"{_source.Where} has no metric {selector.Name}.{NearestName.Sentence(selector.Name, _source.Names)}";

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

    /// <summary>A running total is put together from its counters, whatever else from one moment.</summary>
    private static Func<IReadOnlyList<IReadOnlyList<PrometheusSample>>, double> Reader(Measure measure, MetricSelector selector) =>
        measure.Aggregation == MeasureAggregation.Delta ? new SummedCounter(selector).Add : pages => selector.Sum(pages.SelectMany(page => page));

    private static Measure Describe(string name, MetricSelector selector) =>
        (KnownMeasures.BuiltIn.Find(name) ?? MeasureFamilies.Own(name, selector.Text)).ToMeasure();
}
